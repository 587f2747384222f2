"""A truth value never stands for a number.

threat: accident
expect: far_away=WRONG
"""
# %% far_away
far_away = 10 == 10
