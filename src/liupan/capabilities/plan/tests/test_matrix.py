"""Every address of the plan office × every kind of person."""

from tests.matrix import Matrix


class TestMatrix(Matrix):
    namespace = "plan"
