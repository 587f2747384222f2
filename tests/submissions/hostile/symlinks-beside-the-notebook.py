"""Data files that are links: to a password file, to the course's secret, to the root of the disk.

threat: host
expect: nothing
tamper: link_beside data.csv /etc/passwd
tamper: link_beside secret.txt ../../../.autograder/secret
tamper: link_beside everything /
"""
