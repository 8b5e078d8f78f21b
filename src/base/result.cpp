#include "base/result.h"

#include <cstdio>
#include <cstdlib>

namespace courtesy {

std::string_view to_string(ErrorCode code) {
  switch (code) {
    case ErrorCode::invalid: return "invalid";
    case ErrorCode::not_found: return "not_found";
    case ErrorCode::conflict: return "conflict";
    case ErrorCode::full: return "full";
    case ErrorCode::unavailable: return "unavailable";
  }
  return "unavailable";
}

void invariant_broken(const char* condition, const char* file, int line) {
  std::fprintf(stderr, "invariant broken: %s at %s:%d\n", condition, file, line);
  std::abort();
}

}  // namespace courtesy
