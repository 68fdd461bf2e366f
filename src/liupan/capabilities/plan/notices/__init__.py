"""Reading a notice (通知): from its words to a proposal of targets and key tasks. Pure.

Nothing here is a fact: a person reviews the proposal beside the text and confirms it.
"""
