// Permitted hours as vector files write them.
#pragma once

#include <boost/json/array.hpp>
#include <vector>

#include "schedule/hours.h"

namespace courtesy::vectors {

/// Errors: `invalid`.
Result<std::vector<Constraint>> read_constraints(const boost::json::array& list);
Result<std::set<LocalDate>> read_dates(const std::vector<std::string>& texts);

}  // namespace courtesy::vectors
