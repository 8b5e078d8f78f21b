#include "watch/report.h"

#include <fmt/format.h>

#include <array>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "base/json_text.h"

namespace courtesy {
namespace {

constexpr std::array endings{EndingKind::accepted, EndingKind::refused, EndingKind::not_sent, EndingKind::unknown};

double seconds_of(milliseconds time) { return static_cast<double>(time.count()) / 1'000; }

milliseconds oldest_due_age(const Seen& seen) {
  return seen.oldest_due ? seen.now - *seen.oldest_due : milliseconds{0};
}

/// Of this node by the clock that never jumps, of others as they wrote it down.
std::vector<Heartbeat> other_beats(const HouseReport& report) {
  std::vector<Heartbeat> others;
  for (const auto& beat : report.seen.beats) {
    if (beat.node != report.seen.node) others.push_back(beat);
  }
  return others;
}

/// A label's value: backslash, quote and line break are escaped.
std::string label(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\' || c == '"') out += '\\';
    out += c == '\n' ? ' ' : c;
  }
  return out;
}

void head(std::string& out, std::string_view name, std::string_view kind, std::string_view help) {
  out += fmt::format("# HELP {} {}\n# TYPE {} {}\n", name, help, name, kind);
}

void beat_line(std::string& out, std::string_view node, std::string_view worker, milliseconds ago) {
  out += fmt::format("courtesy_heartbeat_age_seconds{{node=\"{}\",worker=\"{}\"}} {}\n", label(node), label(worker),
                     seconds_of(ago));
}

/// What /health says.
boost::json::object health_of(const HouseReport& report) {
  boost::json::array red;
  for (const auto& words : report.red) red.emplace_back(words);
  boost::json::array workers;
  const auto add = [&](const std::string& node, const std::string& worker, milliseconds ago) {
    workers.push_back(
        boost::json::object{{"node", node}, {"worker", worker}, {"seconds_since_it_got_on", ago.count() / 1'000}});
  };
  for (const auto& beat : report.own) add(report.seen.node, beat.worker, beat.ago);
  for (const auto& beat : other_beats(report)) add(beat.node, beat.worker, report.seen.now - beat.at);
  boost::json::object body{{"status", report.red.empty() ? "green" : "red"},
                           {"at", to_string(report.seen.now)},
                           {"red", std::move(red)},
                           {"workers", std::move(workers)},
                           {"oldest_due_seconds", oldest_due_age(report.seen).count() / 1'000},
                           {"unacknowledged_pages", report.pages.unacknowledged}};
  boost::json::array warnings;
  for (const auto& warning : report.warnings) warnings.emplace_back(warning);
  body["warnings"] = std::move(warnings);
  body["test_reminder_at"] =
      report.seen.probed ? boost::json::value(to_string(*report.seen.probed)) : boost::json::value(nullptr);
  return body;
}

}  // namespace

boost::json::object described(const HouseReport& report) {
  boost::json::object body = health_of(report);
  boost::json::object sends;
  for (const EndingKind kind : endings) sends[to_string(kind)] = report.sends.ended[static_cast<std::size_t>(kind)];
  body["node"] = report.seen.node;
  body["in_flight"] = report.sends.in_flight;
  body["without_ending"] = report.without_ending;
  body["sends"] = std::move(sends);
  body["stops"] = report.seen.stops.size();
  body["pages"] = report.pages.pages;
  body["page_rings"] = report.pages.rings;
  return body;
}

http::Response health_answer(const HouseReport& report) {
  return http::json_response(report.red.empty() ? 200 : 503, json_text(health_of(report)) + "\n");
}

http::Response health_unknown(const Error& error) {
  const boost::json::object body{
      {"status", "red"},
      {"red", boost::json::array{boost::json::string("The database cannot be read: " + error.message + ".")}}};
  return http::json_response(503, json_text(body) + "\n");
}

http::Response metrics_answer(const HouseReport& report) {
  std::string out;
  head(out, "courtesy_healthy", "gauge", "1: /health is green");
  out += fmt::format("courtesy_healthy {}\n", report.red.empty() ? 1 : 0);
  head(out, "courtesy_heartbeat_age_seconds", "gauge", "since a worker last got on with its work");
  for (const auto& beat : report.own) beat_line(out, report.seen.node, beat.worker, beat.ago);
  for (const auto& beat : other_beats(report)) beat_line(out, beat.node, beat.worker, report.seen.now - beat.at);
  head(out, "courtesy_oldest_due_age_seconds", "gauge", "how long the oldest due reminder has been waiting");
  out += fmt::format("courtesy_oldest_due_age_seconds {}\n", seconds_of(oldest_due_age(report.seen)));
  head(out, "courtesy_attempts_in_flight", "gauge", "sends of this process without an ending");
  out += fmt::format("courtesy_attempts_in_flight {}\n", report.sends.in_flight);
  head(out, "courtesy_attempts_intended", "gauge", "committed intents whose ending is not on record");
  out += fmt::format("courtesy_attempts_intended {}\n", report.without_ending);
  head(out, "courtesy_sends_total", "counter", "sends of this process by how they ended");
  for (const EndingKind kind : endings) {
    out += fmt::format("courtesy_sends_total{{ending=\"{}\"}} {}\n", to_string(kind),
                       report.sends.ended[static_cast<std::size_t>(kind)]);
  }
  head(out, "courtesy_stops", "gauge", "stops that stand: of the house and of accounts");
  out += fmt::format("courtesy_stops {}\n", report.seen.stops.size());
  head(out, "courtesy_pages_total", "counter", "causes for which the operator was wanted");
  out += fmt::format("courtesy_pages_total {}\n", report.pages.pages);
  head(out, "courtesy_page_rings_total", "counter", "calls, texts and emails to operators");
  out += fmt::format("courtesy_page_rings_total {}\n", report.pages.rings);
  head(out, "courtesy_pages_unacknowledged", "gauge", "pages that nobody has acknowledged");
  out += fmt::format("courtesy_pages_unacknowledged {}\n", report.pages.unacknowledged);
  head(out, "courtesy_test_reminder_age_seconds", "gauge", "since a test reminder last came through; -1: none yet");
  out += fmt::format("courtesy_test_reminder_age_seconds {}\n",
                     report.seen.probed ? seconds_of(report.seen.now - *report.seen.probed) : -1.0);
  http::Response response = http::text_response(200, std::move(out));
  for (auto& [name, value] : response.headers) {
    if (name == "Content-Type") value = "text/plain; version=0.0.4; charset=utf-8";
  }
  return response;
}

}  // namespace courtesy
