//! Numbers (Sprig: numeric.go).

use nexachart_go::decimal::{self, Operation};
use nexachart_go::strconv;
use nexachart_source::Budget;
use nexachart_template::{Args, Call, Effect, Error, Func, Reads, fmt};
use nexachart_value::{List, Type, Value};

use crate::State;
use crate::convert::{to_float64, to_int64};

const ANY: Type = Type::Any;
const INT: Type = Type::INT;
const INT64: Type = Type::INT64;
const FLOAT: Type = Type::FLOAT64;

type Result<T = Value> = std::result::Result<T, Error>;

pub static FUNCS: &[Func] = &[
    Func::new("add", &[ANY], INT64, |_, a| Ok(fold(0, a.all(), i64::wrapping_add)))
        .variadic()
        .doc("The sum of the arguments as integers.", &[("{{ add 1 2 3 }}", "6"), ("{{ add \"1\" 2.9 }}", "3")]),
    Func::new("add1", &[ANY], INT64, |_, a| Ok(Value::int64(to_int64(a.any(0)).wrapping_add(1))))
        .doc("One more than the argument.", &[("{{ add1 1 }}", "2")]),
    Func::new("sub", &[ANY, ANY], INT64, |_, a| Ok(Value::int64(to_int64(a.any(0)).wrapping_sub(to_int64(a.any(1))))))
        .doc("The difference of two integers.", &[("{{ sub 3 1 }}", "2")]),
    Func::new("mul", &[ANY, ANY], INT64, |_, a| Ok(fold(to_int64(a.any(0)), a.rest(1), i64::wrapping_mul)))
        .variadic()
        .doc("The product of the arguments as integers.", &[("{{ mul 2 3 }}", "6")]),
    Func::new("div", &[ANY, ANY], INT64, |_, a| divide(a, i64::wrapping_div))
        .doc("The quotient of two integers, cut towards zero. Division by zero is an error.", &[("{{ div 7 2 }}", "3")]),
    Func::new("mod", &[ANY, ANY], INT64, |_, a| divide(a, i64::wrapping_rem))
        .doc("The remainder of a division, with the sign of the first argument.", &[("{{ mod 7 2 }}", "1")]),
    Func::new("max", &[ANY, ANY], INT64, |_, a| Ok(fold(to_int64(a.any(0)), a.rest(1), i64::max)))
        .alias(&["biggest"])
        .variadic()
        .doc("The greatest of the arguments as integers.", &[("{{ max 1 3 2 }}", "3")]),
    Func::new("min", &[ANY, ANY], INT64, |_, a| Ok(fold(to_int64(a.any(0)), a.rest(1), i64::min)))
        .variadic()
        .doc("The smallest of the arguments as integers.", &[("{{ min 1 3 2 }}", "1")]),
    Func::new("addf", &[ANY], FLOAT, |c, a| decimals(c, Operation::Add, 0.0, a.all()))
        .variadic()
        .doc("The sum of the arguments, computed in decimals.", &[("{{ addf 0.1 0.2 }}", "0.3")]),
    Func::new("add1f", &[ANY], FLOAT, |c, a| decimals(c, Operation::Add, to_float64(a.any(0)), &[Value::int(1)]))
        .doc("One more than the argument, computed in decimals.", &[("{{ add1f 1.5 }}", "2.5")]),
    Func::new("subf", &[ANY, ANY], FLOAT, |c, a| decimals(c, Operation::Sub, to_float64(a.any(0)), a.rest(1)))
        .variadic()
        .doc("The first argument less the others, computed in decimals.", &[("{{ subf 1.5 1 }}", "0.5")]),
    Func::new("mulf", &[ANY, ANY], FLOAT, |c, a| decimals(c, Operation::Mul, to_float64(a.any(0)), a.rest(1)))
        .variadic()
        .doc("The product of the arguments, computed in decimals.", &[("{{ mulf 1.5 2 }}", "3")]),
    Func::new("divf", &[ANY, ANY], FLOAT, |c, a| decimals(c, Operation::Div, to_float64(a.any(0)), a.rest(1)))
        .variadic()
        .doc("The first argument divided by the others, in decimals with 16 places. Division by zero is an error.", &[("{{ divf 1 3 }}", "0.3333333333333333")]),
    Func::new("maxf", &[ANY, ANY], FLOAT, |_, a| Ok(fold_float(a, go_max)))
        .variadic()
        .doc("The greatest of the arguments as floats.", &[("{{ maxf 1 1.5 }}", "1.5")]),
    Func::new("minf", &[ANY, ANY], FLOAT, |_, a| Ok(fold_float(a, go_min)))
        .variadic()
        .doc("The smallest of the arguments as floats.", &[("{{ minf 1 1.5 }}", "1")]),
    Func::new("floor", &[ANY], FLOAT, |_, a| Ok(Value::float(to_float64(a.any(0)).floor())))
        .doc("The argument rounded down.", &[("{{ floor 1.9 }}", "1")]),
    Func::new("ceil", &[ANY], FLOAT, |_, a| Ok(Value::float(to_float64(a.any(0)).ceil())))
        .doc("The argument rounded up.", &[("{{ ceil 1.1 }}", "2")]),
    Func::new("round", &[ANY, INT, FLOAT], FLOAT, |_, a| Ok(round(a)))
        .variadic()
        .doc("The argument rounded to so many places; the third argument says from which fraction on it is rounded up (0.5).", &[("{{ round 123.5555 3 }}", "123.556")]),
    Func::new("int", &[ANY], INT, |_, a| Ok(Value::int(to_int64(a.any(0)))))
        .doc("The argument as an integer; 0 for what is none. Texts are read with Go's prefixes: `010` is 8.", &[("{{ int \"42\" }}", "42"), ("{{ int 1.9 }}", "1")]),
    Func::new("int64", &[ANY], INT64, |_, a| Ok(Value::int64(to_int64(a.any(0)))))
        .doc("Like `int`, as Go's type int64.", &[("{{ int64 \"42\" }}", "42")]),
    Func::new("float64", &[ANY], FLOAT, |_, a| Ok(Value::float(to_float64(a.any(0)))))
        .doc("The argument as a float; 0 for what is none.", &[("{{ float64 \"1.5\" }}", "1.5")]),
    Func::new("atoi", &[Type::String], INT, |_, a| Ok(Value::int(atoi(a.str(0)))))
        .doc("A decimal text as an integer; 0 for what is none, the nearest one for what is too large.", &[("{{ atoi \"42\" }}", "42")]),
    Func::new("toDecimal", &[ANY], INT64, |_, a| Ok(Value::int64(to_decimal(a.any(0)))))
        .reads(Reads::All)
        .doc("The digits of the argument read as an octal number.", &[("{{ toDecimal 777 }}", "511")]),
    Func::new("until", &[INT], Type::INTS, |c, a| until_step(c, 0, a.int(0), if a.int(0) < 0 { -1 } else { 1 }))
        .doc("The integers from 0 up (or down) to the argument, which is not included.", &[("{{ until 3 }}", "[0 1 2]")]),
    Func::new("untilStep", &[INT, INT, INT], Type::INTS, |c, a| until_step(c, a.int(0), a.int(1), a.int(2)))
        .doc("The integers from the first argument to the second, which is not included, in steps.", &[("{{ untilStep 0 10 5 }}", "[0 5]")]),
    Func::new("seq", &[INT], Type::String, |c, a| seq(c, a.all()))
        .variadic()
        .doc("The numbers up to the last argument, as a text: `seq END`, `seq START END` or `seq START STEP END`.", &[("{{ seq 3 }}", "1 2 3"), ("{{ seq 0 2 4 }}", "0 2 4")]),
    Func::new("randInt", &[INT, INT], INT, |c, a| rand_int(c, a.int(0), a.int(1)))
        .effect(Effect::Random)
        .doc("A random integer from the first argument to the second, which is not included.", &[]),
];

fn fold(start: i64, rest: &[Value], f: fn(i64, i64) -> i64) -> Value {
    Value::int64(rest.iter().fold(start, |n, v| f(n, to_int64(v))))
}

fn divide(args: Args<'_>, f: fn(i64, i64) -> i64) -> Result {
    let (n, by) = (to_int64(args.any(0)), to_int64(args.any(1)));
    if by == 0 {
        return Err("runtime error: integer divide by zero".into());
    }
    Ok(Value::int64(f(n, by)))
}

/// What an operation on decimals takes at its worst, in steps: they may have hundreds of digits.
const DECIMAL: u64 = 60;

fn decimals(call: &mut dyn Call, operation: Operation, first: f64, rest: &[Value]) -> Result {
    call.spend(Budget::Steps, DECIMAL * rest.len() as u64)?;
    let result = decimal::fold(operation, first, rest.iter().map(to_float64));
    Ok(Value::float(result.map_err(|e| e.to_string())?))
}

fn fold_float(args: Args<'_>, f: fn(f64, f64) -> f64) -> Value {
    Value::float(args.rest(1).iter().fold(to_float64(args.any(0)), |n, v| f(n, to_float64(v))))
}

/// Go: math.Max, with its rules for NaN, infinities and signed zeros.
fn go_max(a: f64, b: f64) -> f64 {
    if a == f64::INFINITY || b == f64::INFINITY {
        f64::INFINITY
    } else if a.is_nan() || b.is_nan() {
        f64::NAN
    } else if a == 0.0 && b == 0.0 {
        if a.is_sign_negative() { b } else { a }
    } else {
        a.max(b)
    }
}

/// Go: math.Min.
fn go_min(a: f64, b: f64) -> f64 {
    -go_max(-a, -b)
}

fn round(args: Args<'_>) -> Value {
    let round_on = if args.len() > 2 { args.float(2) } else { 0.5 };
    let power = power_of_ten(args.int(1));
    let digit = power * to_float64(args.any(0));
    // Go's Modf of an infinity has NaN as its fraction.
    let fraction = if digit.is_infinite() { f64::NAN } else { digit - digit.trunc() };
    let rounded = if fraction >= round_on { digit.ceil() } else { digit.floor() };
    Value::float(rounded / power)
}

/// Ten to the n-th as Go's math.Pow computes it: by squaring the fraction, which is not always the
/// nearest float.
fn power_of_ten(n: i64) -> f64 {
    if n == 0 {
        return 1.0;
    }
    if n == 1 {
        return 10.0;
    }
    // 10 = 0.625 × 2⁴
    let (mut result, mut result_exp) = (1.0_f64, 0_i64);
    let (mut square, mut square_exp) = (0.625_f64, 4_i64);
    let mut rest = n.unsigned_abs();
    while rest != 0 {
        if !(-(1 << 12)..1 << 12).contains(&square_exp) {
            return if n < 0 { 0.0 } else { f64::INFINITY };
        }
        if rest & 1 == 1 {
            result *= square;
            result_exp += square_exp;
        }
        square *= square;
        square_exp <<= 1;
        if square < 0.5 {
            square += square;
            square_exp -= 1;
        }
        rest >>= 1;
    }
    if n < 0 {
        result = 1.0 / result;
        result_exp = -result_exp;
    }
    // In two steps, so that neither power of two leaves the range of floats.
    let half = (result_exp / 2) as i32;
    result * 2.0_f64.powi(half) * 2.0_f64.powi(result_exp as i32 - half)
}

fn atoi(text: &[u8]) -> i64 {
    strconv::atoi(text).unwrap_or_else(|error| error.value)
}

fn to_decimal(value: &Value) -> i64 {
    let mut text = Vec::new();
    fmt::sprint(&mut text, std::slice::from_ref(value));
    strconv::parse_int(&text, 8, 64).unwrap_or(0)
}

fn until_step(call: &mut dyn Call, start: i64, stop: i64, step: i64) -> Result {
    let items = steps(call, start, stop, step)?.into_iter().map(Value::int).collect();
    Ok(List::new(Type::INTS, items).into())
}

fn steps(call: &mut dyn Call, start: i64, stop: i64, step: i64) -> Result<Vec<i64>> {
    let mut items = Vec::new();
    let towards = if stop < start { step < 0 } else { step > 0 };
    let mut next = Some(start);
    while let Some(n) = next.filter(|n| towards && if stop < start { *n > stop } else { *n < stop }) {
        items.push(n);
        call.budgets().check(Budget::Items, items.len() as u64)?;
        next = n.checked_add(step);
    }
    call.spend(Budget::Steps, items.len() as u64)?;
    Ok(items)
}

fn seq(call: &mut dyn Call, args: &[Value]) -> Result {
    let ends: Vec<i64> = args.iter().map(to_int64).collect();
    let towards = |start: i64, end: i64| if end < start { -1 } else { 1 };
    let (start, end, step) = match *ends {
        [end] => (1, end.wrapping_add(towards(1, end)), towards(1, end)),
        [start, end] => (start, end.wrapping_add(towards(start, end)), towards(start, end)),
        [start, step, end] if end < start && step > 0 => (start, start, step),
        [start, step, end] => (start, end.wrapping_add(towards(start, end)), step),
        _ => return Ok("".into()),
    };
    let texts: Vec<String> = steps(call, start, end, step)?.iter().map(i64::to_string).collect();
    Ok(texts.join(" ").into())
}

fn rand_int(call: &mut dyn Call, min: i64, max: i64) -> Result {
    let range = max.wrapping_sub(min);
    if range <= 0 {
        return Err("invalid argument to Intn".into());
    }
    let Some(state) = State::random(call) else { return Ok(Value::int(min)) };
    Ok(Value::int(min.wrapping_add(state.below(range as u64) as i64)))
}
