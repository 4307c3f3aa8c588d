//! path/filepath: Match and its errors.
