#include "app/vectors.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <fstream>
#include <iterator>
#include <ostream>

#include "app/vector_case.h"

namespace courtesy {

namespace vectors {

namespace json = boost::json;
namespace fs = std::filesystem;

std::span<const Form> forms() {
  static const std::vector<Form> known{
      {"permitted hours", "cases", {"constraints", "instant"}, check_hours, ""},
      {"reminder times", "cases", {"appointment", "rule"}, check_reminder, ""},
      {"timelines", "timelines", {"rules", "events"}, check_timeline, ""},
      {"tz updates", "cases", {"booked_local", "authority"}, check_tz_update, ""},
      {"replies", "cases", {"text", "intent"}, check_reply, ""},
      {"pacing, rates", "max_rate", {"operators", "wait_s", "p"}, check_rate, ""},
      {"pacing, service", "service", {"operators", "wait_s", "patience_s"}, check_service, ""},
  };
  return known;
}

namespace {

struct Tally {
  int passed = 0;
  int failed = 0;
  int skipped = 0;
};

const Form* form_of(std::string_view list, const json::object& one) {
  const auto fits = [&](const Form& form) {
    return form.list == list && std::ranges::all_of(form.fields, [&](auto field) { return one.contains(field); });
  };
  const auto found = std::ranges::find_if(forms(), fits);
  return found == forms().end() ? nullptr : &*found;
}

bool holds_vectors(const json::value& root) {
  const json::object* object = root.if_object();
  return object != nullptr && std::ranges::any_of(*object, [](const auto& member) {
           return member.value().is_array() && std::ranges::any_of(forms(), [&](const Form& form) {
                    return form.list == std::string_view(member.key());
                  });
         });
}

/// Runs one file's cases and writes down what they came to.
class FileRun {
 public:
  FileRun(std::string name, Tally& tally, std::ostream& out) : name_(std::move(name)), tally_(tally), out_(out) {}

  void run(const json::object& root) {
    if (const json::value* prompts = root.if_contains("prompts")) prompts_ = prompts->if_object();
    for (const auto& [list, values] : root) {
      const bool known =
          std::ranges::any_of(forms(), [&](const Form& form) { return form.list == std::string_view(list); });
      if (!known || !values.is_array()) continue;
      std::size_t place = 0;
      for (const json::value& value : values.get_array()) run_case(list, value, ++place);
    }
    for (const auto& [form, count] : unanswered_) {
      out_ << fmt::format("skipped: {}: {} of {}: {} yet\n", name_, count, form->name, form->why_not);
    }
  }

 private:
  void run_case(std::string_view list, const json::value& value, std::size_t place) {
    const json::object* one = value.if_object();
    const std::string id = one != nullptr ? text_field(*one, "id").ok() ? *text_field(*one, "id") : "" : "";
    const std::string label = id.empty() ? fmt::format("{} {}", list, place) : id;
    const Form* form = one != nullptr ? form_of(list, *one) : nullptr;
    if (form == nullptr) return fail(label, "not a case of a known form");
    if (form->check == nullptr) return leave_out(*form);
    const auto outcome = form->check(with_prompt_text(*one));
    if (!outcome.ok()) return fail(label, outcome.error().message);
    settle(label, *outcome);
  }

  /// A case that names one of the file's prompts gets its words beside it, as `prompt_text`.
  json::object with_prompt_text(const json::object& one) const {
    json::object whole = one;
    const json::value* name = one.if_contains("prompt");
    if (prompts_ == nullptr || name == nullptr || !name->is_string()) return whole;
    if (const json::value* text = prompts_->if_contains(name->get_string())) whole["prompt_text"] = *text;
    return whole;
  }

  void settle(const std::string& label, const Outcome& outcome) {
    for (const std::string& part : outcome.skipped) {
      ++tally_.skipped;
      out_ << fmt::format("skipped: {} {} {}\n", name_, label, part);
    }
    for (const Difference& difference : outcome.differences) {
      out_ << fmt::format("failed: {} {}: {}: expected {}, got {}\n", name_, label, difference.field,
                          difference.expected, difference.got);
    }
    if (!outcome.differences.empty()) {
      ++tally_.failed;
    } else if (outcome.checked > 0) {
      ++tally_.passed;
    } else if (outcome.skipped.empty()) {
      fail(label, "expects nothing");
    }
  }

  void fail(const std::string& label, std::string_view why) {
    ++tally_.failed;
    out_ << fmt::format("failed: {} {}: {}\n", name_, label, why);
  }

  void leave_out(const Form& form) {
    ++tally_.skipped;
    const auto found = std::ranges::find(unanswered_, &form, &std::pair<const Form*, int>::first);
    if (found != unanswered_.end()) {
      ++found->second;
    } else {
      unanswered_.emplace_back(&form, 1);
    }
  }

  std::string name_;
  Tally& tally_;
  std::ostream& out_;
  const json::object* prompts_ = nullptr;
  std::vector<std::pair<const Form*, int>> unanswered_;
};

/// The JSON files of a folder in the order of their names, or the one file.
Result<std::vector<fs::path>> files_of(const fs::path& where) {
  std::error_code error;
  if (fs::is_regular_file(where, error)) return std::vector<fs::path>{where};
  fs::directory_iterator entries(where, error);
  if (error) return invalid(fmt::format("{}: {}", where.string(), error.message()));
  std::vector<fs::path> files;
  for (const fs::directory_entry& entry : entries) {
    if (entry.path().extension() == ".json" && entry.is_regular_file(error)) files.push_back(entry.path());
  }
  std::ranges::sort(files);
  return files;
}

Result<json::value> read_json(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (!file.good() && !file.eof()) return invalid(fmt::format("{}: cannot be read", path.string()));
  boost::system::error_code error;
  json::value root = json::parse(text, error);
  if (error) return invalid(fmt::format("{}: not JSON: {}", path.string(), error.message()));
  return root;
}

/// How many files held vectors. Errors: `invalid` for the first that cannot be read.
Result<int> run_files(const std::vector<fs::path>& files, Tally& tally, std::ostream& out) {
  int ran = 0;
  for (const fs::path& path : files) {
    const json::value root = TRY(read_json(path));
    const std::string name = path.filename().string();
    if (!holds_vectors(root)) {
      out << name << ": not a vector file\n";
      continue;
    }
    ++ran;
    FileRun(name, tally, out).run(root.get_object());
  }
  return ran;
}

}  // namespace

}  // namespace vectors

int run_vectors(const std::filesystem::path& where, std::ostream& out) {
  const auto files = vectors::files_of(where);
  if (!files.ok()) {
    out << "vectors: " << files.error().message << ": name a folder of vector files\n";
    return 2;
  }
  vectors::Tally tally;
  const auto ran = vectors::run_files(*files, tally, out);
  if (!ran.ok()) {
    out << "vectors: " << ran.error().message << '\n';
    return 2;
  }
  if (*ran == 0) {
    out << "vectors: no vector file in " << where.string() << ": tests/vectors has ours\n";
    return 2;
  }
  out << fmt::format("{} passed, {} failed, {} skipped\n", tally.passed, tally.failed, tally.skipped);
  return tally.failed == 0 ? 0 : 1;
}

}  // namespace courtesy
