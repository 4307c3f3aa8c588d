use super::*;
use crate::random::tests::Seeded;

/// Numbers of many lengths, often with limbs of all zeros or all ones: where long division goes wrong.
fn edgy(random: &mut Seeded, max_limbs: u64) -> Nat {
    let mut word = || {
        let mut bytes = [0; 8];
        random.fill(&mut bytes);
        u64::from_le_bytes(bytes)
    };
    let len = word() % (max_limbs + 1);
    let limb = |(kind, any): (u64, u64)| match kind % 5 {
        0 => 0,
        1 => u64::MAX,
        2 => 1 << 63,
        3 => any % 3,
        _ => any,
    };
    Nat::from_limbs((0..len).map(|_| limb((word(), word()))).collect())
}

#[test]
fn division_is_undone_by_multiplication() {
    let mut random = Seeded::new(1);
    for _ in 0..20_000 {
        let (a, b) = (edgy(&mut random, 9), edgy(&mut random, 5));
        if b.is_zero() {
            continue;
        }
        let (quotient, rest) = a.div_rem(&b);
        assert!(rest < b);
        assert_eq!(quotient.mul(&b).add(&rest), a);
        assert_eq!(a.rem_small(b.limbs()[0].max(1)), low(&a.rem(&Nat::from(b.limbs()[0].max(1)))));
    }
}

fn low(number: &Nat) -> u64 {
    number.limbs().first().copied().unwrap_or(0)
}

#[test]
fn inverses_and_divisors() {
    let mut random = Seeded::new(2);
    let one = Nat::from(1);
    for _ in 0..5_000 {
        let (a, m) = (edgy(&mut random, 4), edgy(&mut random, 4));
        if m <= one {
            continue;
        }
        let divisor = a.gcd(&m);
        assert!(m.rem(&divisor).is_zero() && a.rem(&divisor).is_zero());
        match a.inverse(&m) {
            Some(inverse) => assert!(a.mul(&inverse).rem(&m).is_one() && inverse < m),
            None => assert_ne!(divisor, one),
        }
    }
}

#[test]
fn bytes_bits_and_shifts() {
    let mut random = Seeded::new(3);
    for i in 0..300 {
        let a = edgy(&mut random, 5);
        assert_eq!(Nat::from_bytes(&a.to_padded_bytes(a.byte_len())), a);
        assert_eq!(Nat::from_bytes(&a.to_padded_bytes(50)), a);
        assert_eq!(a.shift_left(i).shift_right(i), a);
        assert_eq!(a.shift_left(i), (0..i).fold(a.clone(), |x, _| x.add(&x)));
        if !a.is_zero() {
            assert!(a.bit(a.trailing_zeros()) && a.bit(a.bit_len() - 1) && !a.bit(a.bit_len()));
        }
    }
    assert_eq!(
        Nat::from_hex("1fffffffffffffffff").to_padded_bytes(9),
        [0x1f, 255, 255, 255, 255, 255, 255, 255, 255]
    );
    assert_eq!(Nat::from_bytes(&[0, 0, 1]).to_padded_bytes(2), [0, 1]);
    assert!(Nat::from_bytes(&[]).is_zero());
}
