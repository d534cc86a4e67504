"""Trials of the forecaster on data that lie in files: invented schools, UCI, OULAD."""
