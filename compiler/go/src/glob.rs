//! gobwas/glob: the patterns of .Files.Glob.
