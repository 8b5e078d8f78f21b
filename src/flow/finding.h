// Something in a flow or template that must be mended before it runs.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"

namespace courtesy::flow {

struct Place {
  int line = 0;  ///< from 1; 0 where a whole file is meant
  int column = 0;
};

struct Finding {
  std::string file;
  Place place;
  std::string message;  ///< what is wrong, what was expected, how to mend it
  std::string code;     ///< what kind it is, in words that stay: `key-not-offered` (faults.h has them all)
  std::string why;      ///< what it would do to the person on the phone, or to the business
};

/// `opening.xml:3:5: message`
std::string to_string(const Finding& finding);

/// By file, line and column; what stands at one place keeps its order.
void sort(std::vector<Finding>& findings);

/// All findings as one `invalid` error, a line each with `prefix` before it, in the order of files and lines; at
/// most 20.
Error as_error(std::string_view prefix, std::vector<Finding> findings);

}  // namespace courtesy::flow
