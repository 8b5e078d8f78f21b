// An account's rules over the API: what is reminded, when, with what, and what a change would do.
#pragma once

#include <boost/json/fwd.hpp>

#include "api/settings.h"
#include "store/unit.h"

namespace courtesy::api {

/// Those in force, by id, each in words and with how many reminders wait by it.
Result<boost::json::object> rules_page(Unit& unit);
/// What read_rule takes, and `replaces`: a rule that is retired in the same unit. Answers with rules_page, the new
/// rule's id, and how many reminders were planned and withdrawn. Errors: `invalid`, naming the member; `not_found`.
Result<boost::json::object> post_rule(Unit& unit, const boost::json::object& body, const flow::Library& flows);
/// The same question, and nothing is written: how many would be planned and withdrawn.
Result<boost::json::object> would_post_rule(Unit& unit, const boost::json::object& body, const flow::Library& flows);
/// Answers with rules_page and how many reminders were withdrawn. Errors: `not_found` for one that is not in force.
Result<boost::json::object> retire_rule(Unit& unit, std::int64_t rule, const boost::json::object& body);
/// A retired one again: the undo of the former. Errors: `not_found`, `conflict`.
Result<boost::json::object> bring_back_rule(Unit& unit, std::int64_t rule, const boost::json::object& body);

}  // namespace courtesy::api
