// A file of a calendar or a table, as the command line names it, read into an import.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/zone.h"
#include "intake/csv.h"
#include "intake/import.h"
#include "intake/reading.h"

namespace courtesy::app {

struct ImportFile {
  std::string path;
  std::optional<Zone> zone;  ///< none: a time without one is reported, never guessed
  std::string country;       ///< ISO 3166 alpha-2, or empty: then only numbers with a country code are read
  Instant from;
  Instant to;
  intake::CsvForm csv;                              ///< how a table is to be read
  std::vector<intake::FieldPattern> patterns = {};  ///< where a calendar has names and numbers; a table has columns
  std::vector<std::string> own_numbers = {};        ///< of the business: no client's
};

/// `.ics` is a calendar and `.csv` a table; any other name is a calendar if the file begins as one. Errors: what
/// cannot be read, is too large, or is neither; they name the file.
Result<intake::Import> read_import_file(const ImportFile& file);

}  // namespace courtesy::app
