"""Acts: what pages do by forms, programs by requests and the terminal by commands, each through its verb alone."""
