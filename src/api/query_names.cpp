#include "api/query_names.h"

#include <algorithm>
#include <array>

#include "api/route.h"

namespace courtesy::api {
namespace {

constexpr std::string_view number = R"({"type":"integer","minimum":0})";
constexpr std::string_view text = R"({"type":"string"})";
constexpr std::string_view date = R"({"type":"string","format":"date"})";
constexpr std::string_view flag = R"({"type":"boolean"})";
constexpr std::string_view header_words = "the header of that column, as it stands in the table's first line";

constexpr std::array all{
    // Pages of lists
    QueryName{"limit", "/clients", number, "how many, at most 200; 50 where it is left out"},
    QueryName{"limit", "/ledger", number, "how many, at most 100; 50 where it is left out"},
    QueryName{"limit", "/accounts/{account}/ledger", number, "how many, at most 100; 50 where it is left out"},
    QueryName{"limit", "/held", number, "how many, at most 500, and so many where it is left out"},
    QueryName{"limit", "/calls", number, "how many, at most 200; 50 where it is left out"},
    QueryName{"limit", "/tasks", number, "how many, at most 500; 100 where it is left out"},
    QueryName{"limit", "/flow-events", number, "how many, at most 500; 100 where it is left out, 50 with `before`"},
    QueryName{"limit", "/inbox", number, "how many, at most 100; 30 where it is left out"},
    QueryName{"limit", "/accounts", number, "how many, at most 500; 100 where it is left out"},
    QueryName{"limit", "/operator/changes", number, "how many, at most 100; 50 where it is left out"},
    QueryName{"after", "", number, "goes on behind there: `next` of the page before"},
    QueryName{"after", "/held", text, "goes on behind there: `next` of the page before"},
    QueryName{"after", "/events", number, "the newest `seq` that was seen; the header Last-Event-ID weighs more"},
    QueryName{"after", "/flow-events", number, "what was told after this one, in its order; not with `before`"},
    QueryName{"before", "", number, "goes on with older ones: `before` of the page before"},
    QueryName{"before", "/inbox", text, "goes on with older ones: `before` of the page before"},
    QueryName{"before", "/operator/changes", text, "goes on with older ones: `before` of the page before"},
    QueryName{"before", "/flow-events", number, "the newest first, older than this one; 0: from the newest"},

    // Days
    QueryName{"date", "", date, "the day, of the business's zone; today where it is left out"},
    QueryName{"from", "", date, "the first day, of the business's zone; with `to`"},
    QueryName{"to", "", date, "the last day; at most 366. Without both, the last 30"},
    QueryName{"from", "/days", date, "the first day, of the business's zone", true},
    QueryName{"to", "/days", date, "the last day; at most 42", true},
    QueryName{"from", "/ledger", text, "a date of the account's zone, or an instant"},
    QueryName{"to", "/ledger", text, "a date of the account's zone, all of it, or an instant, without it"},
    QueryName{"from", "/accounts/{account}/ledger", text, "a date of the account's zone, or an instant"},
    QueryName{"to", "/accounts/{account}/ledger", text,
              "a date of the account's zone, all of it, or an instant, without it"},
    QueryName{"by", "", R"({"type":"string","enum":["weekday","channel","rule","month"]})", "what a row stands for"},

    // What is looked for
    QueryName{"q", "/clients", text, "a part of the name, the address or the number"},
    QueryName{"q", "/ledger", text, "words, 8 at most, each of which must occur"},
    QueryName{"q", "/accounts", text, "a part of the name, or the account's number"},
    QueryName{"show", "",
              R"({"type":"string","enum":["all","problems","bad","missing","doubled","no_consent","never"]})",
              "those with whom this is wrong"},
    QueryName{"state", "/accounts", R"({"type":"string","enum":["tripped","stopped","probation","running"]})",
              "those that are in this state"},
    QueryName{"state", "/flow-events", R"({"type":"string","enum":["undelivered"]})",
              "without those that were delivered; with `before`"},
    QueryName{"done", "", flag, "those that are done, the newest first, instead of the open ones"},
    QueryName{"appointment", "", number, "about this appointment"},
    QueryName{"client", "", number, "about this client"},
    QueryName{"attempt", "", number, "about this attempt"},
    QueryName{"recipient", "", text, "to or from this number or address"},
    QueryName{"kind", "", text, "entries of this kind, or of several with commas between them"},
    QueryName{"code", "", text, "entries with this code"},
    QueryName{"channel", "", R"({"type":"string","enum":["call","text","email"]})", "entries of this channel"},
    QueryName{"account", "", number, "of this account alone"},
    QueryName{"who", "/operator/changes", text, "a part of the name of who did it"},
    QueryName{"hours", "", number, "the last so many hours, at most 24; 1 where it is left out"},

    // Pictures
    QueryName{"counted", "", flag, "the calls that went through the flow, and those under way, stand on its picture"},
    QueryName{"language", "/flows/{flow}/diagram", R"({"type":"string","enum":["en","es"]})",
              "of what the flow's author has not written; the request's own where it is left out"},
    QueryName{"of", "", text, "anything: a browser that is told of another hash of the flow asks for its picture anew"},

    // Two clients who are one
    QueryName{"with", "", R"({"type":"integer","minimum":1})", "the client that goes", true},
    QueryName{"take", "", text, "what is taken over from it: name, number, email, zone, language; with commas"},

    // Files
    QueryName{"who", "", text, "who does it, where a key asks for a person"},
    QueryName{"name", "", text, "the file's name: .ics is a calendar, .csv a table", true},
    QueryName{"dry_run", "", flag, "only says what would become of it; so it is unless this is false"},
    QueryName{"zone", "", text, "the time zone where a time has none of its own; the account's where it is left out"},
    QueryName{"consent_who", "", text, "who attests that these people agreed to be reminded; all three, or none"},
    QueryName{"consent_when", "", date, "since when they agreed"},
    QueryName{"consent_how", "", text, "how they agreed"},
    QueryName{"date_form", "", R"({"type":"string","enum":["year_month_day","day_month_year","month_day_year"]})",
              "how a table writes dates; a table needs it"},
    QueryName{"time_form", "", R"({"type":"string","enum":["h24","h12"]})",
              "how a table writes times: 14:30, or 2:30 pm; a table needs it"},
    QueryName{"two_digit_years", "", flag, "a table's 26 is 2026"},
    QueryName{"column_name", "", text, header_words},
    QueryName{"column_number", "", text, header_words},
    QueryName{"column_date", "", text, header_words},
    QueryName{"column_time", "", text, header_words},
    QueryName{"column_start", "", text, "the header of the column that has date and time in one"},
    QueryName{"column_email", "", text, header_words},
    QueryName{"column_id", "", text, header_words},
    QueryName{"column_zone", "", text, header_words},
    QueryName{"column_status", "", text, header_words},
    QueryName{"column_summary", "", text, header_words},
};

}  // namespace

std::span<const QueryName> query_names() { return all; }

const QueryName* query_name(const Route& route, std::string_view name) {
  const QueryName* found = nullptr;
  for (const QueryName& one : all) {
    if (one.name != name) continue;
    if (one.path == route.path) return &one;
    if (one.path.empty()) found = &one;
  }
  return found;
}

}  // namespace courtesy::api
