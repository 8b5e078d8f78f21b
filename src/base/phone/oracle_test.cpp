// The engine against upstream's own library on the same numbering plans: tools/data/oracle.mjs asked, this compares.
// The short form is made by ./dev data, the long one by ./dev phone-oracle.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <map>
#include <string>
#include <vector>

#include "base/phone/engine.h"

namespace courtesy {
namespace {

struct Answer {
  std::string outcome;  ///< E.164, `refused` or `never`
  std::string validity;
  std::string kind;
  std::string region;
  std::string national;
  std::string international;
};

Answer ours(const std::string& country, const std::string& text) {
  const auto read = read_number(text, country);
  if (!read.ok()) {
    const bool never = read.error().message.find("never contacted") != std::string::npos;
    return {.outcome = never ? "never" : "refused"};
  }
  return {read->e164(),
          std::string(to_string(validity(*read))),
          std::string(to_string(kind(*read))),
          region(*read),
          national_display(*read),
          international_display(*read)};
}

std::vector<std::string> cut(const std::string& line, char at) {
  std::vector<std::string> fields(1);
  for (const char c : line) {
    if (c == at) {
      fields.emplace_back();
    } else {
      fields.back() += c;
    }
  }
  return fields;
}

/// Differences by what differs, with the first few of each.
struct Tally {
  std::map<std::string, std::vector<std::string>> differences;
  int asked = 0;
  int differing = 0;

  void compare(const std::string& line) {
    auto fields = cut(line, '\t');
    fields.resize(9);
    const Answer mine = ours(fields[0], fields[1]);
    const std::array<std::pair<const char*, const std::string*>, 6> parts{{{"outcome", &mine.outcome},
                                                                           {"validity", &mine.validity},
                                                                           {"kind", &mine.kind},
                                                                           {"region", &mine.region},
                                                                           {"national", &mine.national},
                                                                           {"international", &mine.international}}};
    bool same = true;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      if (*parts[i].second == fields[i + 2]) continue;
      same = false;
      differences[parts[i].first].push_back(line + "\n    ours: " + *parts[i].second);
      if (i == 0) break;  // what follows from another number differs too
    }
    if (mine.outcome.starts_with('+') && same && !has_zones(mine.outcome, fields[8])) {
      same = false;
      differences["zones"].push_back(line);
    }
    ++asked;
    differing += !same;
  }

  /// All zones of the longest known prefix are among the zones of the whole area code.
  static bool has_zones(const std::string& e164, const std::string& wanted) {
    if (wanted.empty()) return true;
    const auto all = zones(PhoneNumber::parse(e164).value());
    const auto names = cut(wanted, '&');
    return std::all_of(names.begin(), names.end(),
                       [&](const std::string& name) { return std::find(all.begin(), all.end(), name) != all.end(); });
  }

  void print() const {
    for (const auto& [what, lines] : differences) {
      std::cout << what << ": " << lines.size() << " differ\n";
      for (std::size_t i = 0; i < std::min<std::size_t>(lines.size(), 8); ++i) std::cout << "  " << lines[i] << "\n";
    }
    std::cout << "phone oracle: " << asked - differing << " alike, " << differing << " different\n";
  }
};

TEST_CASE("the phone engine answers as upstream's library does on the same plans") {
  const char* named = std::getenv("COURTESY_PHONE_ORACLE");
  std::ifstream file(named ? named : "build/data-oracle/phone.tsv");
  if (!file || !phone_tables().ok()) {
    MESSAGE("skipped: no answers to compare with; ./dev data makes them");
    return;
  }
  Tally tally;
  for (std::string line; std::getline(file, line);) tally.compare(line);
  if (named || tally.differing > 0) tally.print();
  CHECK(tally.asked > 1000);
  CHECK(tally.differing == 0);
}

}  // namespace
}  // namespace courtesy
