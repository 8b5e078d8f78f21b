#include "phonenet/lint/finding.h"

#include <fmt/format.h>

#include <algorithm>

#include "phonenet/json.h"
#include "phonenet/lint/lint.h"
#include "phonenet/xml.h"

namespace courtesy::phonenet {
namespace {

std::string where_of(const Finding& finding) {
  std::string where = finding.document;
  if (finding.line > 0) where += fmt::format(" line {}", finding.line);
  if (!finding.sid.empty()) where += (where.empty() ? "call " : ", call ") + finding.sid;
  if (finding.times > 1) where += fmt::format(" ({} times)", finding.times);
  return where;
}

std::string count_of(std::int64_t count, std::string_view word) {
  return fmt::format("{} {}{}", count, word, count == 1 ? "" : "s");
}

}  // namespace

std::string_view to_string(Finding::Severity severity) {
  return severity == Finding::Severity::error ? "error" : "warning";
}

std::int64_t LintReport::errors() const {
  return std::count_if(findings.begin(), findings.end(),
                       [](const Finding& one) { return one.severity == Finding::Severity::error; });
}

std::string lint_json(const LintReport& report) {
  std::string array = "[";
  for (const Finding& one : report.findings) {
    JsonObject json;
    json.text("rule", one.rule).text("severity", to_string(one.severity)).text("what", one.what);
    json.text_or_null("call", one.sid).text_or_null("document", one.document).number("line", one.line);
    json.text("why", one.why).text("mend", one.mend).number("times", one.times);
    array += (array.size() > 1 ? "," : "") + json.take();
  }
  const std::int64_t errors = report.errors();
  JsonObject json;
  json.number("calls", report.calls).number("errors", errors);
  json.number("warnings", static_cast<std::int64_t>(report.findings.size()) - errors);
  return json.raw("findings", array + "]").take();
}

std::string lint_text(const LintReport& report) {
  std::string out;
  for (const Finding& one : report.findings) {
    const std::string where = where_of(one);
    out += fmt::format("{:<8} {}: {}\n", to_string(one.severity), one.rule, one.what);
    if (!where.empty()) out += "         where: " + where + "\n";
    out += fmt::format("         why:   {}\n         mend:  {}\n\n", one.why, one.mend);
  }
  const std::int64_t errors = report.errors();
  const auto warnings = static_cast<std::int64_t>(report.findings.size()) - errors;
  return out + fmt::format("{} and {} in {}\n", count_of(errors, "error"), count_of(warnings, "warning"),
                           count_of(report.calls, "call"));
}

std::string lint_junit(const LintReport& report) {
  std::size_t failed = 0;
  std::string cases;
  for (const std::string_view rule : lint_rules()) {
    std::string all;
    std::int64_t count = 0;
    for (const Finding& one : report.findings) {
      if (one.rule != rule) continue;
      ++count;
      all += fmt::format("{}: {}\nwhere: {}\nwhy: {}\nmend: {}\n", to_string(one.severity), one.what, where_of(one),
                         one.why, one.mend);
    }
    cases += fmt::format("  <testcase classname=\"phones.lint\" name=\"{}\"", rule);
    if (count == 0) {
      cases += "/>\n";
      continue;
    }
    ++failed;
    cases += fmt::format(">\n    <failure message=\"{}\">{}</failure>\n  </testcase>\n", count_of(count, "finding"),
                         xml_escaped(all));
  }
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"phones lint\" tests=\"{}\" "
      "failures=\"{}\">\n{}</testsuite>\n",
      lint_rules().size(), failed, cases);
}

}  // namespace courtesy::phonenet
