"""The gateway and the deployer, tested against real servers."""
