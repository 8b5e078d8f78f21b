// Property tests whose cases are the same in every run. For tests alone: rapidcheck is not part of the product.
#pragma once

#include <rapidcheck.h>

#include <cstdlib>
#include <iostream>
#include <string>

namespace courtesy {

/// True when `property` (a callable with RC_ASSERT inside, drawing with `*rc::gen::...`) holds for `cases` cases; a
/// counterexample is made smaller and printed. The seed is fixed; RC_PARAMS="seed=n" tries another.
template <typename Property>
bool holds(const std::string& name, int cases, Property property) {
  setenv("RC_PARAMS", "seed=20260101", 0);
  rc::detail::TestParams params = rc::detail::configuration().testParams;
  params.maxSuccess = cases;
  const rc::detail::TestMetadata named{.id = name, .description = name};
  const auto result = rc::detail::checkTestable(property, named, params);
  if (result.template is<rc::detail::SuccessResult>()) return true;
  std::cerr << name << ":\n";
  rc::detail::printResultMessage(result, std::cerr);
  std::cerr << '\n';
  return false;
}

}  // namespace courtesy
