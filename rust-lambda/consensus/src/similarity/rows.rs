//! Which texts of a panel hold what: a row of bits for each different word or pair of words.
//!
//! # Performance
//! One look-up in a table of small slots for a word, and one row. Rows stand side by side in the order in which they
//! came, so that few of them fill few places of memory, and all of them are read in one pass.

/// Which texts hold what.
#[derive(Clone, Copy, Debug, Default)]
pub struct Row<T> {
    hash: u64,
    /// One bit for each text that holds it.
    pub texts: u64,
    /// What is known of it.
    pub entry: T,
}

/// Rows by hash. The table with linear probing holds places in a list, so that free slots are small and all rows stand
/// side by side.
pub struct Rows<T> {
    /// The place of a row; 0 is free.
    slots: Vec<u32>,
    /// The first one stands for free slots.
    rows: Vec<Row<T>>,
}

/// Rows up to which a table is not too full.
fn most(slots: usize) -> usize {
    slots / 2
}

impl<T: Copy + Default> Rows<T> {
    /// No rows, and room for about so many.
    pub fn with_room(rows: usize) -> Rows<T> {
        // A hostile megabyte starts no larger than an honest page; the table grows as words come.
        let slots = (2 * rows.min(1 << 14)).next_power_of_two().max(256);
        let mut rows = Vec::with_capacity(most(slots) + 2);
        rows.push(Row::default());
        Rows { slots: vec![0; slots], rows }
    }

    /// The row of a hash; a new one gets its entry.
    #[inline]
    pub fn row(&mut self, hash: u64, entry: impl FnOnce() -> T) -> &mut Row<T> {
        let at = self.slot(hash);
        let mut place = self.slots[at] as usize;
        if place == 0 {
            place = self.rows.len();
            self.rows.push(Row { hash, texts: 0, entry: entry() });
            self.slots[at] = place as u32;
            self.grow_if_full();
        }
        &mut self.rows[place]
    }

    /// The row of a hash, as [`Rows::row`], where as many are new as are known: without a branch on that.
    #[inline]
    pub fn any_row(&mut self, hash: u64) -> &mut Row<T> {
        let at = self.slot(hash);
        let (place, next) = (self.slots[at] as usize, self.rows.len());
        let new = place == 0;
        self.rows.push(Row { hash, ..Row::default() });
        self.rows.truncate(next + usize::from(new));
        let place = if new { next } else { place };
        self.slots[at] = place as u32;
        self.grow_if_full();
        &mut self.rows[place]
    }

    /// All rows, in the order in which they came.
    pub fn all(&self) -> impl Iterator<Item = &Row<T>> {
        self.rows[1..].iter()
    }

    /// The slot of a hash, or the free one where it belongs.
    #[inline]
    fn slot(&self, hash: u64) -> usize {
        let mask = self.slots.len() - 1;
        let mut at = hash as usize & mask;
        loop {
            let place = self.slots[at] as usize;
            if (place == 0) | (self.rows[place].hash == hash) {
                return at;
            }
            at = (at + 1) & mask;
        }
    }

    #[inline]
    fn grow_if_full(&mut self) {
        if self.rows.len() > most(self.slots.len()) {
            self.grow();
        }
    }

    #[cold]
    fn grow(&mut self) {
        let size = self.slots.len() * 2;
        self.slots = vec![0; size];
        for (place, row) in self.rows.iter().enumerate().skip(1) {
            let mut at = row.hash as usize & (size - 1);
            while self.slots[at] != 0 {
                at = (at + 1) & (size - 1);
            }
            self.slots[at] = place as u32;
        }
    }
}
