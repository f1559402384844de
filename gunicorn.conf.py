"""How the pages are served; gunicorn reads this file by itself when it is started in this folder."""

workers = 2
threads = 8
worker_class = "tracker.operations.gunicorn_worker.BufferingWorker"
worker_connections = 500
keepalive = 0
graceful_timeout = 20
control_socket_disable = True
