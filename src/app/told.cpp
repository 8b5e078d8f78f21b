#include "app/told.h"

#include <ostream>

#include "base/json_text.h"

namespace courtesy::app {

void Told::tell(Outside& outside, const boost::json::object& object, std::string_view words) const {
  if (as_json)
    outside.out << json_text(object) << '\n';
  else
    outside.out << words;
}

}  // namespace courtesy::app
