//! A table in Markdown that can be read as it stands.

/// The table: the first column to the left, the others to the right.
pub fn markdown(head: &[&str], rows: &[Vec<String>]) -> String {
    let widths: Vec<usize> = (0..head.len())
        .map(|i| {
            rows.iter().map(|row| row[i].chars().count()).fold(head[i].chars().count().max(3), usize::max)
        })
        .collect();
    let line = |cells: &mut dyn Iterator<Item = &str>| {
        let cells = cells.zip(&widths).enumerate().map(|(i, (cell, width))| match i {
            0 => format!(" {cell:<width$} "),
            _ => format!(" {cell:>width$} "),
        });
        format!("|{}|\n", cells.collect::<Vec<_>>().join("|"))
    };
    let rule: Vec<String> = widths.iter().enumerate().map(|(i, width)| rule(i, *width)).collect();
    let mut table = line(&mut head.iter().copied());
    table.push_str(&format!("|{}|\n", rule.join("|")));
    for row in rows {
        table.push_str(&line(&mut row.iter().map(String::as_str)));
    }
    table
}

fn rule(column: usize, width: usize) -> String {
    match column {
        0 => "-".repeat(width + 2),
        _ => format!("{}:", "-".repeat(width + 1)),
    }
}
