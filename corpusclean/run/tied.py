"""Imported first by the server that forks workers, where the main thread begins it: it ends with that thread.

The kernel tells of the end of the thread that started a process, not of the process: of a server that another
thread began, the end of its pipe alone tells.
"""

from corpusclean.run.worker import end_with_parent

end_with_parent()
