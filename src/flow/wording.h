// Dates, times and telephone numbers in words: for the ear, and for the eye.
#pragma once

#include <string>
#include <string_view>

#include "base/instant.h"
#include "base/phone/number.h"

namespace courtesy::flow {

enum class Medium { spoken, written };

/// What the facts `date`, `time` and `when` are, from a wall clock where the appointment is. `language` is `en` or
/// `es`, or either with a region (`es-MX`); any other is English.
///
/// en, spoken:  `Thursday, November 26`, `2 PM`, `12 noon`; `Thursday, November 26, at 2:30 PM`
/// en, written: `Thursday, November 26`, `2:00 PM`; `Thursday, November 26 at 2:00 PM`
/// es, spoken:  `jueves 26 de noviembre`, `las 2 de la tarde`; `jueves 26 de noviembre a las 2 y 30 de la tarde`
/// es, written: `jueves 26 de noviembre`, `2:00 PM`; `jueves 26 de noviembre a las 2:00 PM`
std::string date_words(LocalTime local, std::string_view language, Medium medium);
std::string time_words(LocalTime local, std::string_view language, Medium medium);
std::string when_words(LocalTime local, std::string_view language, Medium medium);

/// Written: `212-555-0123` in North America, else `+44207 94601 23`, in fives. Spoken: digit by digit, in groups with a
/// pause between: `2 1 2, 5 5 5, 0 1 2 3`; abroad with `plus` (es: `más`) first.
std::string number_words(const PhoneNumber& number, Medium medium, std::string_view language);

/// A code of digits. Spoken in pairs, with a pause between: `4 1, 8 2, 0 5, 7 3`; written in fours: `4182 0573`.
std::string code_words(std::string_view code, Medium medium);

}  // namespace courtesy::flow
