//! Keys, certificates, ciphers and password hashes as Sprig's functions make them.
