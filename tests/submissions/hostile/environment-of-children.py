"""Ask children for their environment, and the shell for what it inherited.

threat: secrets
expect: nothing
"""
# %% first
!env
!cat /proc/*/environ | tr '\0' '\n'
!ps auxeww
!set
