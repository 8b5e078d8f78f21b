#include "app/vectors.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include <fstream>
#include <regex>
#include <sstream>

#include "base/test_folder.h"

namespace courtesy {
namespace {

namespace fs = std::filesystem;

const fs::path ours = fs::path(COURTESY_SOURCE_DIR) / "tests/vectors";

struct Run {
  int status;
  std::string text;
  int passed = -1;
  int failed = -1;
  int skipped = -1;
};

Run run(const fs::path& where) {
  std::ostringstream out;
  Run run{.status = run_vectors(where, out), .text = out.str()};
  std::smatch counts;
  if (std::regex_search(run.text, counts, std::regex("(\\d+) passed, (\\d+) failed, (\\d+) skipped\\n$"))) {
    run.passed = std::stoi(counts[1]);
    run.failed = std::stoi(counts[2]);
    run.skipped = std::stoi(counts[3]);
  }
  return run;
}

std::string read(const fs::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

/// `text` with the first `from` after `anchor` replaced.
std::string doctored(std::string text, const std::string& anchor, const std::string& from, const std::string& to) {
  const std::size_t start = text.find(anchor);
  REQUIRE(start != std::string::npos);
  const std::size_t place = text.find(from, start);
  REQUIRE(place != std::string::npos);
  return text.replace(place, from.size(), to);
}

constexpr const char* one_case = R"({"cases": [{"id": "a", "constraints": [{"zones": ["UTC"], "windows": {}}],
  "instant": "2026-05-11T12:00:00Z", "horizon_days": 14, "allowed": false, "next_allowed": null}]})";

TEST_CASE("the program agrees with every vector that it can answer") {
  const Run all = run(ours);
  INFO(all.text);
  CHECK(all.status == 0);
  CHECK(all.failed == 0);
  CHECK(all.passed > 600);
}

TEST_CASE("a changed expectation is reported with file, case, expected and got") {
  struct Change {
    std::string file, anchor, from, to, reported;
  };
  const std::vector<Change> changes{
      {"quiet-hours.json", "\"qh-002\"", "\"allowed\": true", "\"allowed\": false",
       "failed: other.json qh-002: allowed: expected false, got true"},
      {"quiet-hours.json", "\"qh-209\"", "\"next_allowed\": null", "\"next_allowed\": \"2026-07-16T15:00:00Z\"",
       "failed: other.json qh-209: next_allowed: expected 2026-07-16T15:00:00Z, got null"},
      {"reminder-times.json", "\"rt-001\"", "\"send\": \"2026-01-19T14:00:00Z\"", "\"send\": \"2026-01-19T14:01:00Z\"",
       "failed: other.json rt-001: send: expected 2026-01-19T14:01:00Z, got 2026-01-19T14:00:00Z"},
      {"reminder-times.json", "\"tl-003\"", "\"reason\": \"due\"", "\"reason\": \"late-now\"",
       "failed: other.json tl-003: sends: "},
      {"reminder-times.json", "\"rt-001\"", "\"kind\": \"elapsed_before\"", "\"kind\": \"elapsed_after\"",
       "failed: other.json rt-001: rule of unknown kind"},
      {"reminder-times.json", "\"rt-001\"", "\"minutes\": 1440", "\"minutes\": 1440, \"min_led_minutes\": 3",
       "failed: other.json rt-001: field 'min_led_minutes' is not known here"},
  };
  for (const Change& change : changes) {
    const TestFolder folder;
    folder.write("other.json", doctored(read(ours / change.file), change.anchor, change.from, change.to));
    const Run result = run(folder.path());
    INFO(result.text);
    CHECK(result.status == 1);
    CHECK(result.failed == 1);
    CHECK(result.text.find(change.reported) != std::string::npos);
  }
}

TEST_CASE("files are known by what they hold; other JSON is named and left alone") {
  const TestFolder folder;
  folder.write("anything.json", one_case);
  folder.write("package.json", R"({"name": "x", "cases": 3})");
  folder.write("notes.txt", "not looked at");
  const Run result = run(folder.path());
  CHECK(result.status == 0);
  CHECK(result.passed == 1);
  CHECK(result.text.find("package.json: not a vector file\n") != std::string::npos);
  CHECK(run(folder.path() / "anything.json").passed == 1);
}

TEST_CASE("a case that nothing recognises, or that expects nothing, is a failure and not passed over") {
  const TestFolder folder;
  folder.write("a.json", R"({"cases": [{"id": "odd", "question": 1}, 7]})");
  folder.write("b.json",
               doctored(doctored(one_case, "", "\"allowed\": false, ", ""), "", ", \"next_allowed\": null", ""));
  const Run result = run(folder.path());
  INFO(result.text);
  CHECK(result.status == 1);
  CHECK(result.failed == 3);
  CHECK(result.text.find("failed: a.json odd: not a case of a known form\n") != std::string::npos);
  CHECK(result.text.find("failed: b.json a: expects nothing\n") != std::string::npos);
}

TEST_CASE("a folder without vectors, no folder, or a broken file ends without a count") {
  const TestFolder folder;
  CHECK(run(folder.path()).status == 2);
  CHECK(run(folder.path() / "nowhere").status == 2);
  folder.write("good.json", one_case);
  folder.write("broken.json", std::string(one_case).substr(0, 100));
  const Run result = run(folder.path());
  CHECK(result.status == 2);
  CHECK(result.passed == -1);
  CHECK(result.text.find("broken.json: not JSON") != std::string::npos);
}

}  // namespace
}  // namespace courtesy
