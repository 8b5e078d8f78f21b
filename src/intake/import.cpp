#include "intake/import.h"

namespace courtesy::intake {

std::string_view to_string(Exclusion why) {
  switch (why) {
    case Exclusion::exdate: return "exdate";
    case Exclusion::cancelled: return "cancelled";
    case Exclusion::declined: return "declined";
  }
  return "cancelled";
}

}  // namespace courtesy::intake
