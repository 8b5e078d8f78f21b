#include "intake/json.h"

#include <boost/json.hpp>

namespace courtesy::intake {
namespace {

namespace json = boost::json;

json::object of(const Start& start) {
  return {{"instant", courtesy::to_string(start.instant)},
          {"local", courtesy::to_string(start.local)},
          {"zone", start.zone}};
}

json::object of(const Booked& booked) {
  json::object out{{"uid", booked.uid}, {"start", of(booked.start)}, {"name", booked.name}};
  out["number"] = booked.number ? json::value(booked.number->e164()) : json::value(nullptr);
  if (!booked.unreachable.empty()) out["unreachable"] = booked.unreachable;
  if (booked.start.flag != TimeFlag::exact) out["flag"] = json::string(courtesy::to_string(booked.start.flag));
  out["line"] = booked.line;
  return out;
}

json::object of(const Excluded& excluded) {
  return {{"uid", excluded.uid},
          {"recurrence", excluded.recurrence},
          {"why", json::string(to_string(excluded.why))},
          {"line", excluded.line}};
}

json::object of(const Report& report) {
  return {{"line", report.line}, {"uid", report.uid}, {"reason", report.reason}};
}

template <typename List>
json::array all(const List& list) {
  json::array out;
  out.reserve(list.size());
  for (const auto& item : list) out.push_back(of(item));
  return out;
}

}  // namespace

std::string to_json(const Import& import) {
  const json::object out{{"events", import.events},
                         {"appointments", all(import.appointments)},
                         {"excluded", all(import.excluded)},
                         {"reports", all(import.reports)},
                         {"outside", import.outside}};
  return json::serialize(out);
}

}  // namespace courtesy::intake
