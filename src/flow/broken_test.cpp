// Flows with one planted fault each, and their twins without it. src/flow/broken/NAME/fault.toml says what is planted
// in a flow of broken/bases, and which finding must come of it; what is `same` in both twins is only the ground for it.
#include <doctest/doctest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <numbers>
#include <set>
#include <sstream>

#include "flow/definition.h"
#include "flow/faults.h"
#include "flow/test_flow.h"
#include "flow/toml_reading.h"

using namespace courtesy;
using namespace courtesy::flow;
using namespace courtesy::flow::testing;

namespace {

namespace fs = std::filesystem;

const fs::path folder = fs::path(COURTESY_SOURCE_DIR) / "src/flow/broken";

std::string bytes_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

Files base(const std::string& name) {
  Files files;
  for (const auto& entry : fs::recursive_directory_iterator(folder / "bases" / name)) {
    if (entry.is_regular_file()) {
      files.push_back({entry.path().lexically_relative(folder / "bases" / name).string(), bytes_of(entry.path())});
    }
  }
  return files;
}

std::string little_endian(std::uint32_t value, int size) {
  std::string bytes;
  for (int i = 0; i < size; ++i) bytes += static_cast<char>(value >> (8 * i) & 0xff);
  return bytes;
}

/// A tone as a WAV of 16-bit PCM, one channel.
struct Tone {
  std::uint32_t rate = 8000;
  int seconds = 2;
  double gain = 0.4;  ///< above 1 it is cut off at full scale
};

std::string wav(const Tone& tone) {
  std::string data;
  for (std::uint32_t i = 0; i < tone.rate * static_cast<std::uint32_t>(tone.seconds); ++i) {
    const double wave = tone.gain * std::sin(2 * std::numbers::pi * 440 * i / tone.rate);
    const auto sample = static_cast<std::int16_t>(std::lround(32767 * std::clamp(wave, -1.0, 1.0)));
    data += little_endian(static_cast<std::uint16_t>(sample), 2);
  }
  const auto size = static_cast<std::uint32_t>(data.size());
  return "RIFF" + little_endian(36 + size, 4) + "WAVEfmt " + little_endian(16, 4) + little_endian(1, 2) +
         little_endian(1, 2) + little_endian(tone.rate, 4) + little_endian(tone.rate * 2, 4) + little_endian(2, 2) +
         little_endian(16, 2) + "data" + little_endian(size, 4) + data;
}

std::string sound(const std::string& name) {
  if (name == "silent") return wav({.gain = 0.001});
  if (name == "clipped") return wav({.gain = 8});
  if (name == "long") return wav({.seconds = 61});
  if (name == "wide") return wav({.rate = 44100});
  REQUIRE(name == "voice");
  return wav({});
}

struct Change {
  std::string file;
  std::optional<std::string> from;
  std::optional<std::string> to;
  std::optional<std::string> sound;
};

struct Case {
  std::string name;
  std::string base;
  std::string code;
  std::string file;
  int line;
  std::vector<Change> same;
  std::vector<Change> planted;
};

std::vector<Change> changes_in(const toml::table& table, std::string_view key) {
  std::vector<Change> changes;
  const toml::array* list = table[key].as_array();
  if (list == nullptr) return changes;
  for (const toml::node& item : *list) {
    const toml::table& one = *item.as_table();
    changes.push_back({*one["file"].value<std::string>(), one["from"].value<std::string>(),
                       one["to"].value<std::string>(), one["sound"].value<std::string>()});
  }
  return changes;
}

std::vector<Case> all_cases() {
  std::vector<Case> cases;
  for (const auto& entry : fs::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (name == "bases") continue;
    const toml::parse_result parsed = toml::parse(bytes_of(entry.path() / "fault.toml"));
    REQUIRE_MESSAGE(static_cast<bool>(parsed), name);
    const toml::table& table = parsed.table();
    cases.push_back({name, *table["base"].value<std::string>(), *table["code"].value<std::string>(),
                     *table["file"].value<std::string>(), static_cast<int>(*table["line"].value<std::int64_t>()),
                     changes_in(table, "same"), changes_in(table, "fault")});
  }
  std::sort(cases.begin(), cases.end(), [](const Case& a, const Case& b) { return a.name < b.name; });
  return cases;
}

/// A flow with those beside it that it may run.
struct World {
  Files files;
  Files code;

  void change(const Change& change) {
    const bool beside = change.file.starts_with("code/");
    Files& in = beside ? code : files;
    const std::string file = beside ? change.file.substr(5) : change.file;
    if (change.sound) {
      in = with(in, file, sound(*change.sound));
    } else if (change.from) {
      in = changed(in, file, *change.from, change.to.value_or(""));
    } else if (change.to) {
      in = with(in, file, *change.to);
    } else {
      in = without(in, file);
    }
  }

  std::vector<Finding> faults() const {
    return Flow::faults_of(files, [this](std::string_view name) { return name == "code" ? code : Files{}; });
  }
};

std::string listed(const std::vector<Finding>& findings) {
  std::string text;
  for (const Finding& finding : findings) text += finding.code + "  " + to_string(finding) + "\n";
  return text;
}

}  // namespace

TEST_CASE("every planted fault is found where it is, and its twin without it has no finding") {
  std::set<std::string> kinds;
  const auto cases = all_cases();
  for (const Case& one : cases) {
    CAPTURE(one.name);
    World world{base(one.base), base("code")};
    for (const Change& change : one.same) world.change(change);
    CHECK_MESSAGE(world.faults().empty(), listed(world.faults()));
    for (const Change& change : one.planted) world.change(change);
    const auto findings = world.faults();
    const bool found = std::any_of(findings.begin(), findings.end(), [&](const Finding& finding) {
      return finding.code == one.code && finding.file == one.file && finding.place.line == one.line;
    });
    CHECK_MESSAGE(found, one.code << " in " << one.file << ":" << one.line << " expected, and found are\n"
                                  << listed(findings));
    for (const Finding& finding : findings) CHECK(!finding.why.empty());
    kinds.insert(one.code);
  }
  CHECK(cases.size() >= 75);
  CHECK(kinds.size() >= 45);
}

TEST_CASE("of the classic hand-written menu's faults two cannot be written, and the others are found") {
  // "digits" where Twilio sends "Digits": a flow never reads a request; a template that tries to names nothing known.
  const Files reads = changed(small_flow(), "menu.xml", "On {{when}}.", "{{digits}}");
  CHECK(Flow::faults_of(reads).front().code == "name-unknown");
  // A number compared with a string: in TOML the keys 1 and "1" are the same key, and both are the pressed one.
  const Files quoted = changed(small_flow(), "flow.toml", "1 = { go = \"bye\"", "\"1\" = { go = \"bye\"");
  const auto flow = Flow::load("small", quoted);
  REQUIRE(flow.ok());
  CHECK(flow->next({.state = "menu"}, {InputKind::keys, "1"}, all_facts())->actions == std::vector{Action::confirm});
  // Three keys with wrong actions and a misspelt action, as the cases classic-* have them.
  int classic = 0;
  for (const Case& one : all_cases()) classic += one.name.starts_with("classic-") ? 1 : 0;
  CHECK(classic == 5);
}

TEST_CASE("every kind of fault has a reason, stands once, and in order") {
  for (std::size_t i = 0; i < fault_kinds.size(); ++i) {
    CAPTURE(fault_kinds[i].code);
    CHECK(!fault_kinds[i].why.empty());
    CHECK((i == 0 || fault_kinds[i - 1].code < fault_kinds[i].code));
  }
}
