//! shopspring/decimal: decimal arithmetic behind addf, mulf, divf.
