#include "phonenet/lint/document_rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "http/message.h"
#include "twiml/document.h"

namespace courtesy::phonenet {
namespace {

using Severity = Finding::Severity;

constexpr std::string_view given = "TwiML given with the call";

/// What has a URL in it: a verb, and the attribute; an empty one is its text.
constexpr std::array<std::pair<std::string_view, std::string_view>, 11> links{{{"Gather", "action"},
                                                                               {"Record", "action"},
                                                                               {"Dial", "action"},
                                                                               {"Enqueue", "action"},
                                                                               {"Enqueue", "waitUrl"},
                                                                               {"Record", "recordingStatusCallback"},
                                                                               {"Dial", "recordingStatusCallback"},
                                                                               {"Number", "url"},
                                                                               {"Message", "action"},
                                                                               {"Redirect", ""},
                                                                               {"Play", ""}}};

bool has(const twiml::Element& element, std::string_view name) {
  return std::any_of(element.attributes.begin(), element.attributes.end(),
                     [&](const auto& attribute) { return attribute.first == name; });
}

bool is_relative(std::string_view reference) {
  return !reference.empty() && !http::parse_url(reference) && reference.find("://") == std::string_view::npos;
}

/// The worst that was answered to a request for that URL: 0 where it was never asked.
int answered(const Call& call, std::string_view url) {
  int worst = 0;
  for (const Exchanged& one : call.exchanged) {
    if (std::string_view(one.url).substr(0, one.url.find('?')) == url.substr(0, url.find('?'))) {
      worst = std::max(worst, one.status);
    }
  }
  return worst;
}

/// Once: what is to be said of one element of a document.
struct Judge {
  const Call& call;
  const TracedDocument& document;
  Findings& findings;

  std::string name() const {
    return document.url.empty() ? std::string(given) : document.url.substr(0, document.url.find('?'));
  }

  void look(const twiml::Element& element) {
    action(element);
    for (const auto& [verb, attribute] : links) {
      if (element.name == verb) link(element, attribute);
    }
    for (const auto& child : element.children) {
      if (const auto* inner = std::get_if<twiml::Element>(&child)) look(*inner);
    }
  }

  /// Without an action the same document is asked again (Twilio docs, <Gather>, <Record>).
  void action(const twiml::Element& element) {
    const bool record = element.name == "Record";
    if ((!record && element.name != "Gather") || has(element, "action")) return;
    const bool nowhere = document.url.empty();
    findings.add(
        {.rule = "missing-action",
         .severity = record || nowhere ? Severity::error : Severity::warning,
         .what = fmt::format("<{}> has no action", element.name),
         .sid = call.sid,
         .document = name(),
         .line = element.line,
         .why = nowhere  ? "what was pressed or said is sent nowhere: a document given as text has no URL to ask again"
                : record ? "the same document is asked again, and records again: the call never ends by itself"
                         : "the same document is asked again, with Digits: unless it reads them the menu begins anew",
         .mend = "name the page that takes it: action=\"...\""});
  }

  void link(const twiml::Element& element, std::string_view attribute) {
    const std::string reference = attribute.empty() ? element.text() : std::string(element.attribute(attribute));
    if (!is_relative(reference)) return;
    const std::string said = attribute.empty() ? fmt::format("<{}>{}", element.name, reference)
                                               : fmt::format("{}=\"{}\" of <{}>", attribute, reference, element.name);
    if (document.url.empty()) {
      return tell(element, Severity::error, said + " is relative, and the document has no URL",
                  "there is nothing that it is relative to: the request fails (11100)",
                  "write whole URLs in TwiML that is given with the call");
    }
    const auto url = http::resolve_url(document.url, reference);
    if (!url) return;
    const int status = answered(call, *url);
    if (status >= 400) {
      return tell(
          element, Severity::error, fmt::format("{} leads to {}, which answered {}", said, *url, status),
          "a relative URL begins in the folder of the document that it stands in, and not where the application "
          "begins",
          "begin it with a slash, or write the whole URL");
    }
    const bool loses_query = document.url.find('?') != std::string::npos && reference.find('?') == std::string::npos;
    if (!loses_query || reference.starts_with("/")) return;
    tell(element, Severity::warning, fmt::format("{} leads to {}: without the document's query", said, *url),
         "what the document's own URL was told (?...) the next page is not", "write the query into the URL again");
  }

  void tell(const twiml::Element& element, Severity severity, std::string what, std::string why, std::string mend) {
    findings.add({.rule = "relative-url",
                  .severity = severity,
                  .what = std::move(what),
                  .sid = call.sid,
                  .document = name(),
                  .line = element.line,
                  .why = std::move(why),
                  .mend = std::move(mend)});
  }
};

}  // namespace

std::string document_of(const Trace& trace, std::size_t number) {
  if (number == 0 || number > trace.documents().size()) return "";
  const TracedDocument& document = trace.documents()[number - 1];
  return document.url.empty() ? std::string(given) : document.url.substr(0, document.url.find('?'));
}

std::string document_of(Office& office, std::string_view sid) {
  const Call* call = office.calls.find(sid);
  return call == nullptr || !call->trace ? "" : document_of(*call->trace, call->trace->documents().size());
}

int line_in(std::string_view words) {
  constexpr std::string_view begin = "line ";
  int line = 0;
  if (words.starts_with(begin)) std::from_chars(words.data() + begin.size(), words.data() + words.size(), line);
  return line;
}

void judge_documents(const Call& call, Findings& findings) {
  for (const TracedDocument& document : call.trace->documents()) {
    const auto parsed = twiml::parse(document.text);
    if (parsed && parsed->name == "Response") Judge{call, document, findings}.look(*parsed);
  }
}

}  // namespace courtesy::phonenet
