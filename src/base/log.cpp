#include "base/log.h"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <cstdio>

namespace courtesy {

void StderrLog::write(LogLevel level, std::string_view event, std::initializer_list<Field> fields) {
  constexpr std::string_view levels[] = {"info", "warning", "error"};
  boost::json::object line{
      {"at", to_string(clock_.now())}, {"level", levels[static_cast<int>(level)]}, {"event", event}};
  for (const auto& [name, value] : fields) line[name] = value;
  const std::string text = boost::json::serialize(line) + "\n";
  std::fwrite(text.data(), 1, text.size(), stderr);  // one call: lines of two threads do not mix
}

}  // namespace courtesy
