#!/bin/sh
# Two roles and a database: the owner of the tables, and the servers that own nothing.
set -eu
psql --set=ON_ERROR_STOP=1 --username postgres \
    --set=owner_password="$OWNER_PASSWORD" --set=app_password="$APP_PASSWORD" <<'SQL'
CREATE ROLE liupan_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE liupan_app LOGIN PASSWORD :'app_password';
CREATE DATABASE liupan OWNER liupan_owner TEMPLATE template0 LOCALE 'C.UTF-8' ENCODING 'UTF8';
SQL
