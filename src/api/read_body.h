// Fields that several requests have.
#pragma once

#include <boost/json/fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "api/settings.h"
#include "store/unit.h"

namespace courtesy::api {

/// `who` does it: it goes on record. Errors: `invalid` when it is empty.
Result<std::string> who_of(const boost::json::object& body);
/// A text that must be there. Errors: `invalid`.
Result<std::string> needed(const boost::json::object& body, std::string_view name, std::size_t limit);
/// A number as people write it in the account's country, in E.164 form. Errors: `invalid`.
Result<std::string> number_of(Unit& unit, const boost::json::object& body, std::string_view name,
                              const Settings& settings);
/// Errors: `invalid` for what is neither left out nor true or false.
Result<std::optional<bool>> flag_of(const boost::json::object& body, std::string_view name);
/// Errors: `invalid` for what is neither left out nor a whole number in that range.
Result<std::optional<std::int64_t>> count_of(const boost::json::object& body, std::string_view name, std::int64_t least,
                                             std::int64_t most);

}  // namespace courtesy::api
