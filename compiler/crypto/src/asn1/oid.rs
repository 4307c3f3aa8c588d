//! The object identifiers that keys and certificates use, as the bytes inside of their DER.

pub(crate) const RSA: &[u8] = b"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01";
pub(crate) const DSA: &[u8] = b"\x2a\x86\x48\xce\x38\x04\x01";
pub(crate) const EC: &[u8] = b"\x2a\x86\x48\xce\x3d\x02\x01";
pub(crate) const X25519: &[u8] = b"\x2b\x65\x6e";
/// Both the key and the signature.
pub(crate) const ED25519: &[u8] = b"\x2b\x65\x70";

pub(crate) const P224: &[u8] = b"\x2b\x81\x04\x00\x21";
pub(crate) const P256: &[u8] = b"\x2a\x86\x48\xce\x3d\x03\x01\x07";
pub(crate) const P384: &[u8] = b"\x2b\x81\x04\x00\x22";
pub(crate) const P521: &[u8] = b"\x2b\x81\x04\x00\x23";

pub(crate) const SHA256_WITH_RSA: &[u8] = b"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0b";
pub(crate) const ECDSA_WITH_SHA256: &[u8] = b"\x2a\x86\x48\xce\x3d\x04\x03\x02";
pub(crate) const ECDSA_WITH_SHA384: &[u8] = b"\x2a\x86\x48\xce\x3d\x04\x03\x03";
pub(crate) const ECDSA_WITH_SHA512: &[u8] = b"\x2a\x86\x48\xce\x3d\x04\x03\x04";

pub(crate) const COMMON_NAME: &[u8] = b"\x55\x04\x03";

pub(crate) const SUBJECT_KEY_ID: &[u8] = b"\x55\x1d\x0e";
pub(crate) const KEY_USAGE: &[u8] = b"\x55\x1d\x0f";
pub(crate) const SUBJECT_ALT_NAME: &[u8] = b"\x55\x1d\x11";
pub(crate) const BASIC_CONSTRAINTS: &[u8] = b"\x55\x1d\x13";
pub(crate) const NAME_CONSTRAINTS: &[u8] = b"\x55\x1d\x1e";
pub(crate) const CRL_DISTRIBUTION_POINTS: &[u8] = b"\x55\x1d\x1f";
pub(crate) const CERTIFICATE_POLICIES: &[u8] = b"\x55\x1d\x20";
pub(crate) const POLICY_MAPPINGS: &[u8] = b"\x55\x1d\x21";
pub(crate) const AUTHORITY_KEY_ID: &[u8] = b"\x55\x1d\x23";
pub(crate) const POLICY_CONSTRAINTS: &[u8] = b"\x55\x1d\x24";
pub(crate) const EXT_KEY_USAGE: &[u8] = b"\x55\x1d\x25";
pub(crate) const INHIBIT_ANY_POLICY: &[u8] = b"\x55\x1d\x36";
pub(crate) const AUTHORITY_INFO_ACCESS: &[u8] = b"\x2b\x06\x01\x05\x05\x07\x01\x01";

pub(crate) const SERVER_AUTH: &[u8] = b"\x2b\x06\x01\x05\x05\x07\x03\x01";
pub(crate) const CLIENT_AUTH: &[u8] = b"\x2b\x06\x01\x05\x05\x07\x03\x02";
