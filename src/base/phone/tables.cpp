#include "base/phone/tables.h"

#include <algorithm>
#include <string>

#include "base/embedded.h"

namespace courtesy {
namespace {

using phone::Format;
using phone::Kind;
using phone::Lengths;
using phone::Region;
using phone::ShortNumbers;
using phone::StateRow;
using phone::ZoneRow;

/// The text up to `end`, which is taken away from `rest` with it.
std::string_view take_until(std::string_view& rest, char end) {
  const std::size_t at = std::min(rest.find(end), rest.size());
  const std::string_view taken = rest.substr(0, at);
  rest.remove_prefix(std::min(at + 1, rest.size()));
  return taken;
}

/// A line's fields; those that are missing are empty.
template <std::size_t N>
std::array<std::string_view, N> fields_of(std::string_view line) {
  std::array<std::string_view, N> fields;
  for (auto& field : fields) field = take_until(line, '\t');
  return fields;
}

Lengths read_lengths(std::string_view text) {
  Lengths lengths = 0;
  while (!text.empty()) {
    unsigned length = 0;
    for (const char c : take_until(text, ',')) length = length * 10 + static_cast<unsigned>(c - '0');
    if (length < 32) lengths |= Lengths{1} << length;
  }
  return lengths;
}

PhoneKind kind_named(std::string_view name) {
  for (int i = 0; i < static_cast<int>(PhoneKind::unknown); ++i) {
    if (to_string(static_cast<PhoneKind>(i)) == name) return static_cast<PhoneKind>(i);
  }
  return PhoneKind::unknown;
}

Error bad_line(std::string_view table, std::size_t number, std::string_view what) {
  return invalid(std::string(table) + ":" + std::to_string(number) + ": " + std::string(what) +
                 "; make the table anew with ./dev data");
}

}  // namespace

std::string_view to_string(PhoneKind kind) {
  switch (kind) {
    case PhoneKind::fixed: return "fixed";
    case PhoneKind::mobile: return "mobile";
    case PhoneKind::fixed_or_mobile: return "fixed_or_mobile";
    case PhoneKind::toll_free: return "toll_free";
    case PhoneKind::premium: return "premium";
    case PhoneKind::shared_cost: return "shared_cost";
    case PhoneKind::voip: return "voip";
    case PhoneKind::personal: return "personal";
    case PhoneKind::pager: return "pager";
    case PhoneKind::uan: return "uan";
    case PhoneKind::voicemail: return "voicemail";
    case PhoneKind::unknown: return "unknown";
  }
  return "unknown";
}

/// Lines as tools/data/phone.mjs writes them: R begins a region, M, K and F belong to the region before them.
struct PhoneTablesReader {
  PhoneTables tables;

  Result<void> metadata(std::string_view text) {
    for (std::size_t number = 1; !text.empty(); ++number) {
      const std::string_view line = take_until(text, '\n');
      const bool good = line.substr(0, 1) == "R" ? region(line) : !tables.regions_.empty() && part(line);
      if (!good) return bad_line("phone_metadata.txt", number, "not a region, kind or format");
    }
    return {};
  }

  bool region(std::string_view line) {
    const auto f = fields_of<9>(line);
    if (f[1].empty() || f[2].empty() || f[8].empty()) return false;
    tables.names_.emplace_back(f[1], tables.regions_.size());
    tables.regions_.push_back({.name = f[1],
                               .calling_code = f[2],
                               .idd = f[3],
                               .national_prefix = f[4],
                               .transform = f[5],
                               .leading_digits = f[6],
                               .lengths = read_lengths(f[7]),
                               .general = f[8]});
    return true;
  }

  bool part(std::string_view line) {
    Region& last = tables.regions_.back();
    const auto f = fields_of<6>(line);
    if (f[0] == "M") {
      last.mobile_as_fixed = true;
    } else if (f[0] == "K") {
      const PhoneKind kind = kind_named(f[1]);
      if (kind == PhoneKind::unknown || f[3].empty()) return false;
      last.kinds[static_cast<std::size_t>(kind)] = {.pattern = f[3], .lengths = read_lengths(f[2])};
    } else if (f[0] == "F") {
      last.formats.push_back(
          {.pattern = f[1], .leading_digits = f[2], .national = f[3], .prefix_rule = f[4], .international = f[5]});
    } else {
      return false;
    }
    return true;
  }

  Result<void> short_numbers(std::string_view text) {
    for (std::size_t number = 1; !text.empty(); ++number) {
      const auto f = fields_of<3>(take_until(text, '\n'));
      if (f[0].empty()) return bad_line("phone_short.txt", number, "no region");
      tables.short_.push_back({.region = f[0], .emergency = f[1], .all = f[2]});
    }
    return {};
  }

  Result<void> zones(std::string_view text) {
    for (std::size_t number = 1; !text.empty(); ++number) {
      const auto f = fields_of<2>(take_until(text, '\n'));
      if (f[0].empty() || f[1].empty()) return bad_line("phone_zones.txt", number, "not a prefix and its zones");
      tables.zones_.push_back({.prefix = f[0], .zones = f[1]});
    }
    return {};
  }

  Result<void> states(std::string_view text) {
    for (std::size_t number = 1; !text.empty(); ++number) {
      const auto f = fields_of<2>(take_until(text, '\n'));
      if (f[0].size() != 3 || f[1].empty()) return bad_line("us_states.txt", number, "not an area code and its states");
      tables.states_.push_back({.area_code = f[0], .states = f[1]});
    }
    return {};
  }

  /// What is looked up is sorted here, whatever order the text has; regions keep theirs within a calling code.
  void sort() {
    std::stable_sort(tables.regions_.begin(), tables.regions_.end(),
                     [](const Region& a, const Region& b) { return a.calling_code < b.calling_code; });
    tables.names_.clear();
    for (std::size_t i = 0; i < tables.regions_.size(); ++i) tables.names_.emplace_back(tables.regions_[i].name, i);
    std::sort(tables.names_.begin(), tables.names_.end());
    std::sort(tables.short_.begin(), tables.short_.end(),
              [](const ShortNumbers& a, const ShortNumbers& b) { return a.region < b.region; });
    for (Region& region : tables.regions_) {
      const ShortNumbers* numbers = tables.short_numbers(region.name);
      if (numbers == nullptr) continue;
      region.emergency = numbers->emergency;
      region.short_numbers = numbers->all;
    }
    std::sort(tables.zones_.begin(), tables.zones_.end(),
              [](const ZoneRow& a, const ZoneRow& b) { return a.prefix < b.prefix; });
    std::sort(tables.states_.begin(), tables.states_.end(),
              [](const StateRow& a, const StateRow& b) { return a.area_code < b.area_code; });
  }
};

Result<PhoneTables> PhoneTables::read(const Texts& texts) {
  if (texts.metadata.empty() || texts.short_numbers.empty() || texts.zones.empty() || texts.us_states.empty()) {
    return Error{ErrorCode::unavailable,
                 "phone tables: not in this program; make them with ./dev data, then build it again"};
  }
  PhoneTablesReader reader;
  TRY(reader.metadata(texts.metadata));
  TRY(reader.short_numbers(texts.short_numbers));
  TRY(reader.zones(texts.zones));
  TRY(reader.states(texts.us_states));
  reader.sort();
  return std::move(reader.tables);
}

const Region* PhoneTables::region(std::string_view name) const {
  if (name == "001") return nullptr;
  const auto found = std::lower_bound(names_.begin(), names_.end(), std::pair(name, std::size_t{0}));
  return found != names_.end() && found->first == name ? &regions_[found->second] : nullptr;
}

std::span<const Region> PhoneTables::regions_of_code(std::string_view calling_code) const {
  const auto first =
      std::lower_bound(regions_.begin(), regions_.end(), calling_code,
                       [](const Region& region, std::string_view code) { return region.calling_code < code; });
  const auto last =
      std::upper_bound(first, regions_.end(), calling_code,
                       [](std::string_view code, const Region& region) { return code < region.calling_code; });
  return {first, last};
}

std::string_view PhoneTables::calling_code_of(std::string_view digits) const {
  for (std::size_t length = 1; length <= 3 && length <= digits.size(); ++length) {
    const auto regions = regions_of_code(digits.substr(0, length));
    if (!regions.empty()) return regions.front().calling_code;
  }
  return {};
}

const ShortNumbers* PhoneTables::short_numbers(std::string_view region) const {
  const auto found = std::lower_bound(short_.begin(), short_.end(), region,
                                      [](const ShortNumbers& row, std::string_view name) { return row.region < name; });
  return found != short_.end() && found->region == region ? &*found : nullptr;
}

std::span<const ZoneRow> PhoneTables::zones_under(std::string_view prefix) const {
  const auto first = std::lower_bound(zones_.begin(), zones_.end(), prefix,
                                      [](const ZoneRow& row, std::string_view wanted) { return row.prefix < wanted; });
  auto last = first;
  while (last != zones_.end() && last->prefix.substr(0, prefix.size()) == prefix) ++last;
  return {first, last};
}

const ZoneRow* PhoneTables::zone_over(std::string_view digits) const {
  for (std::size_t length = digits.size(); length > 0; --length) {
    const auto rows = zones_under(digits.substr(0, length));
    if (!rows.empty() && rows.front().prefix.size() == length) return &rows.front();
  }
  return nullptr;
}

std::string_view PhoneTables::us_states(std::string_view area_code) const {
  const auto found =
      std::lower_bound(states_.begin(), states_.end(), area_code,
                       [](const StateRow& row, std::string_view wanted) { return row.area_code < wanted; });
  return found != states_.end() && found->area_code == area_code ? found->states : std::string_view();
}

const Result<PhoneTables>& phone_tables() {
  static const Result<PhoneTables> tables = PhoneTables::read({
      .metadata = embedded_file("data/phone_metadata.txt").value_or(""),
      .short_numbers = embedded_file("data/phone_short.txt").value_or(""),
      .zones = embedded_file("data/phone_zones.txt").value_or(""),
      .us_states = embedded_file("data/us_states.txt").value_or(""),
  });
  return tables;
}

}  // namespace courtesy
