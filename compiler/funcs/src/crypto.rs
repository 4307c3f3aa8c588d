//! Passwords, keys and certificates (Sprig: crypto.go).

use nexachart_crypto::{Random, cipher, password, random};
use nexachart_template::{Args, Call, Effect, Func};
use nexachart_value::{Type, UintType, Value};

use crate::State;

const STRING: Type = Type::String;
const UINT32: Type = Type::Uint(UintType::Uint32);

pub static FUNCS: &[Func] = &[
    Func::new("bcrypt", &[STRING], STRING, |c, a| Ok(password::bcrypt(&mut *source(c), a.str(0)).into()))
        .effect(Effect::Random)
        .doc("A bcrypt hash of a password, of cost 10.", &[]),
    Func::new("htpasswd", &[STRING, STRING], STRING, |c, a| {
        Ok(password::htpasswd(&mut *source(c), a.str(0), a.str(1)).into())
    })
    .effect(Effect::Random)
    .doc("A line of an htpasswd file: the name and a bcrypt hash of the password.", &[]),
    Func::new("randBytes", &[Type::INT], STRING, |c, a| Ok(random::rand_bytes(&mut *source(c), a.int(0))?.into()))
        .effect(Effect::Random)
        .doc("So many random bytes in base64.", &[]),
    Func::new("uuidv4", &[], STRING, |c, _| Ok(random::uuid_v4(&mut *source(c)).into()))
        .effect(Effect::Random)
        .doc("A random UUID.", &[]),
    Func::new("derivePassword", &[UINT32, STRING, STRING, STRING, STRING], STRING, |_, a| Ok(derive(a)))
        .doc("The password that the Master Password algorithm makes of a counter, a type, a main password, a user and a site.", &[("{{ derivePassword 1 \"long\" \"password\" \"user\" \"example.com\" }}", "ZedaFaxcZaso9*")]),
    Func::new("encryptAES", &[STRING, STRING], STRING, |c, a| {
        Ok(cipher::encrypt_aes(&mut *source(c), a.str(0), a.str(1)).into())
    })
    .effect(Effect::Random)
    .doc("A text encrypted with a password by AES-256-CBC, in base64.", &[]),
    Func::new("decryptAES", &[STRING, STRING], STRING, |_, a| Ok(cipher::decrypt_aes(a.str(0), a.str(1))?.into()))
        .doc("What `encryptAES` encrypted with the same password.", &[]),
];

/// The randomness of this render.
fn source(call: &mut dyn Call) -> Box<dyn Random + '_> {
    match State::of(call) {
        Some(state) => Box::new(|bytes: &mut [u8]| state.outside.fill(bytes)),
        None => Box::new(|bytes: &mut [u8]| bytes.fill(0)),
    }
}

fn derive(args: Args<'_>) -> Value {
    let counter = match args.any(0) {
        Value::Uint(_, n) => *n as u32,
        _ => 0,
    };
    password::derive_password(counter, args.str(1), args.str(2), args.str(3), args.str(4)).into()
}
