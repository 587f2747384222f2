"""A cell installs a package, as a tutorial says.

threat: accident
expect: nothing
"""
# %% first
!pip install -q numpy matplotlib
%pip install seaborn
