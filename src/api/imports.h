// A calendar or a table becomes appointments: read aside, compared with what is there, written in small units
// (ImportRun).
#pragma once

#include <boost/json/fwd.hpp>
#include <memory>
#include <optional>
#include <string>

#include "api/call.h"
#include "api/settings.h"
#include "base/language.h"
#include "base/loop.h"
#include "http/seam.h"
#include "intake/csv.h"
#include "intake/import.h"
#include "store/import_run.h"
#include "store/store.h"

namespace courtesy::api {

/// `?name=…&dry_run=…&zone=…&date_form=…&time_form=…&column_name=…&consent_who=…&consent_when=…&consent_how=…`
struct ImportQuestion {
  std::string name;
  bool dry_run = true;
  std::string zone;                        ///< empty: the account's
  std::string attested;                    ///< empty: no consent
  std::optional<intake::CsvForm> table{};  ///< none: a calendar
};
/// Errors: `invalid` for a name without .ics or .csv, half a consent, an unknown zone, a table whose dates or times are
/// not said to be in one form or another.
Result<ImportQuestion> read_import_question(std::string_view query);

/// What taking `order.import` in would do to what is there now: counts and the first changes.
Result<boost::json::object> import_preview(Unit& unit, const ImportQuestion& question, const ImportOrder& order);

/// What is told of an import, with what was wrong with the file in that language. It is kept in English.
void retell_import(boost::json::object& result, Language language);

class Imports {
 public:
  struct Parts {
    Store& store;
    Loop& loop;
    const Settings& settings;
  };
  explicit Imports(Parts parts) : parts_(parts) {}
  /// Answers when everything is written, or at once when nothing is to be. At most `most_at_once` run together. A test
  /// key's is never written, unless nobody real is behind any number; a guest key's only when all it names are guests.
  void take(Call call, http::Respond respond);

  static constexpr std::size_t most_bytes = 8u << 20;
  static http::Response too_large();
  static constexpr int most_at_once = 4;

 private:
  struct Run;
  void read(std::shared_ptr<Run> run);
  void compare(std::shared_ptr<Run> run);
  void write(std::shared_ptr<Run> run);
  void end(Run& run, http::Response response);
  void tell(Run& run);

  Parts parts_;
  int running_ = 0;
};

}  // namespace courtesy::api
