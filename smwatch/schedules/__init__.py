"""What starts smwatch by itself: a config in, lines for cron or files for systemd out. Pure but for machine.py.

plan(config, program, ...) -> Plan       what is to run, and when
crontab(plan, ...), units(plan, ...)     the same as a cron, or a systemd, reads it
"""
