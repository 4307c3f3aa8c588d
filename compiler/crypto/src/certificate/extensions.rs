//! The extensions of a certificate that is read, checked one by one (Go: crypto/x509/parser.go).

use nexachart_go::strconv::quote;
use nexachart_go::url::Url;

use super::constraints::{check_name_constraints, is_domain_name};
use crate::asn1::oid;
use crate::asn1::read::{
    BOOLEAN, INTEGER, OCTET_STRING, OID, Reader, SEQUENCE, context, context_constructed,
};

pub(super) struct Extension<'a> {
    pub(super) oid: &'a [u8],
    critical: bool,
    value: Reader<'a>,
}

impl<'a> Extension<'a> {
    pub(super) fn read(mut fields: Reader<'a>) -> Result<Self, String> {
        let oid = fields.oid().ok_or("x509: malformed extension OID field")?;
        let critical = fields.peek(BOOLEAN);
        let critical = critical && fields.boolean().ok_or("x509: malformed extension critical field")?;
        let value = fields.read(OCTET_STRING).ok_or("x509: malformed extension value field")?;
        Ok(Extension { oid, critical, value })
    }

    /// Whether an extension of a kind that Go knows is well-formed; gives the subject key identifier if it
    /// is that.
    pub(super) fn check(self) -> Result<Option<&'a [u8]>, String> {
        let Extension { oid, critical, mut value } = self;
        match oid {
            oid::KEY_USAGE => value.bits().map(drop).ok_or("x509: invalid key usage")?,
            oid::BASIC_CONSTRAINTS => {
                basic_constraints(value).ok_or("x509: invalid basic constraints")?;
            }
            oid::SUBJECT_ALT_NAME => alternative_names(value)?,
            oid::NAME_CONSTRAINTS => check_name_constraints(value)?,
            oid::CRL_DISTRIBUTION_POINTS => distribution_points(value)?,
            oid::AUTHORITY_KEY_ID => {
                if critical {
                    return Err("x509: authority key identifier incorrectly marked critical".into());
                }
                authority_key_id(value).ok_or("x509: invalid authority key identifier")?;
            }
            oid::POLICY_CONSTRAINTS => {
                policy_constraints(value).ok_or("x509: invalid policy constraints extension")?;
            }
            oid::EXT_KEY_USAGE => {
                oid_list(value).ok_or("x509: invalid extended key usages")?;
            }
            oid::SUBJECT_KEY_ID => {
                if critical {
                    return Err("x509: subject key identifier incorrectly marked critical".into());
                }
                let id = value.read(OCTET_STRING).ok_or("x509: invalid subject key identifier")?;
                return Ok(Some(id.0));
            }
            oid::CERTIFICATE_POLICIES => {
                policies(value).ok_or("x509: invalid certificate policies")?;
            }
            oid::POLICY_MAPPINGS => {
                policy_mappings(value).ok_or("x509: invalid policy mappings extension")?;
            }
            oid::INHIBIT_ANY_POLICY => {
                value.int64(INTEGER).ok_or("x509: invalid inhibit any policy extension")?;
            }
            oid::AUTHORITY_INFO_ACCESS => {
                if critical {
                    return Err("x509: authority info access incorrectly marked critical".into());
                }
                info_access(value).ok_or("x509: invalid authority info access")?;
            }
            _ => {}
        }
        Ok(None)
    }
}

fn basic_constraints(mut value: Reader<'_>) -> Option<()> {
    let mut fields = value.read(SEQUENCE)?;
    if fields.peek(BOOLEAN) {
        fields.boolean()?;
    }
    if fields.peek(INTEGER) {
        let path_len = fields.int64(INTEGER)?;
        return (path_len >= 0).then_some(());
    }
    Some(())
}

/// Go: crypto/x509 `parseSANExtension`.
fn alternative_names(mut value: Reader<'_>) -> Result<(), String> {
    let mut names = value.read(SEQUENCE).ok_or("x509: invalid subject alternative names")?;
    while !names.is_empty() {
        let name = names.any().ok_or("x509: invalid subject alternative name")?;
        let text = name.content;
        let malformed = match name.tag {
            0x81 => "x509: SAN rfc822Name is malformed",
            0x82 => "x509: SAN dNSName is malformed",
            0x86 => "x509: SAN uniformResourceIdentifier is malformed",
            0x87 if text.len() != 4 && text.len() != 16 => {
                return Err(format!("x509: cannot parse IP address of length {}", text.len()));
            }
            _ => continue,
        };
        if !text.is_ascii() {
            return Err(malformed.into());
        }
        if name.tag == 0x86 {
            let url = Url::parse(text).map_err(|e| format!("x509: cannot parse URI {}: {e}", quote(text)))?;
            if !url.host.is_empty() && !is_domain_name(&url.host) {
                return Err(format!("x509: cannot parse URI {}: invalid domain", quote(text)));
            }
        }
    }
    Ok(())
}

fn distribution_points(mut value: Reader<'_>) -> Result<(), String> {
    fn point(mut fields: Reader<'_>) -> Option<()> {
        if let Some(mut name) = fields.optional(context_constructed(0))? {
            let mut full_name = name.read(context_constructed(0))?;
            while full_name.peek(context(6)) {
                full_name.read(context(6))?;
            }
        }
        Some(())
    }
    let mut points = value.read(SEQUENCE).ok_or("x509: invalid CRL distribution points")?;
    while !points.is_empty() {
        points.read(SEQUENCE).and_then(point).ok_or("x509: invalid CRL distribution point")?;
    }
    Ok(())
}

fn authority_key_id(mut value: Reader<'_>) -> Option<()> {
    value.read(SEQUENCE)?.optional(context(0)).map(drop)
}

fn policy_constraints(mut value: Reader<'_>) -> Option<()> {
    let mut fields = value.read(SEQUENCE)?;
    for tag in [context(0), context(1)] {
        if fields.peek(tag) {
            fields.int64(tag)?;
        }
    }
    Some(())
}

fn oid_list(mut value: Reader<'_>) -> Option<()> {
    let mut list = value.read(SEQUENCE)?;
    while !list.is_empty() {
        list.oid()?;
    }
    Some(())
}

fn policies(mut value: Reader<'_>) -> Option<()> {
    let mut list = value.read(SEQUENCE)?;
    let mut seen = Vec::new();
    while !list.is_empty() {
        let oid = list.read(SEQUENCE)?.read(OID)?.0;
        // Numbers of any size, each in its shortest form.
        let shortest = oid.split_inclusive(|byte| *byte < 0x80).all(|number| number[0] != 0x80);
        if seen.contains(&oid) || !shortest || oid.last().is_none_or(|byte| *byte >= 0x80) {
            return None;
        }
        seen.push(oid);
    }
    Some(())
}

fn policy_mappings(mut value: Reader<'_>) -> Option<()> {
    let mut list = value.read(SEQUENCE)?;
    while !list.is_empty() {
        let mut mapping = list.read(SEQUENCE)?;
        mapping.read(OID)?;
        mapping.read(OID)?;
    }
    Some(())
}

fn info_access(mut value: Reader<'_>) -> Option<()> {
    let mut list = value.read(SEQUENCE)?;
    while !list.is_empty() {
        let mut description = list.read(SEQUENCE)?;
        description.oid()?;
        description.optional(context(6))?;
    }
    Some(())
}
