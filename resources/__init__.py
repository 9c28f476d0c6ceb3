"""The demo shoot that ships with the application; ATTRIBUTION.md says whose pictures it is made from."""
