// Commands over streams, in a folder of their own, on a clock that stands where the test says.
#pragma once

#include <doctest/doctest.h>

#include <sstream>
#include <string>
#include <vector>

#include "app/command_line.h"
#include "app/commands.h"
#include "base/test_folder.h"

namespace courtesy::app::for_tests {

struct Ran {
  int code;
  std::string out;
  std::string err;
};

inline bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

/// It is Tuesday 2026-05-12, 10:00 in New York.
class CommandHouse {
 public:
  /// Writes a file and returns its path.
  std::string file(const std::string& name, const std::string& bytes = {}) const {
    return bytes.empty() ? folder_.file(name) : folder_.write(name, bytes);
  }
  /// `typed` is what stands on the input.
  Ran run(const std::vector<std::string>& words, const std::string& typed = {}) {
    std::istringstream in(typed);
    std::ostringstream out;
    std::ostringstream err;
    Outside outside{out, err, clock, &in};
    const int code = run_command_line(all_commands(), words, outside);
    return {code, out.str(), err.str()};
  }
  /// An account with a rule: a call, the day before at 17:00. Returns the database.
  std::string clinic() {
    const std::string database = file("clinic.db");
    REQUIRE(run({"account", "create", "--database", database, "--name", "Maple Dental", "--zone", "America/New_York",
                 "--country", "US", "--caller-number", "(212) 555-0199", "--callback-number", "212 555 0100"})
                .code == 0);
    REQUIRE(
        run({"rule", "add", "--database", database, "--channel", "call", "--days-before", "1", "--at", "17:00"}).code ==
        0);
    return database;
  }

  net::PacedClock clock{parse_instant("2026-05-12T14:00:00Z").value(), 0};

 private:
  TestFolder folder_;
};

inline std::string event(const std::string& uid, const std::string& start, const std::string& summary) {
  return "BEGIN:VEVENT\r\nUID:" + uid + "\r\nDTSTART" + start + "\r\nSUMMARY:" + summary + "\r\nEND:VEVENT\r\n";
}
inline std::string calendar(const std::string& events) {
  return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + events + "END:VCALENDAR\r\n";
}

}  // namespace courtesy::app::for_tests
