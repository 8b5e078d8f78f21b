// Bodies of the API, and JSON as the phone network writes it of whatever it was told.
#include "phonenet/json.h"

#include <boost/json.hpp>

#include "api/answer.h"
#include "fuzz.h"

using namespace courtesy;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = fuzz::text_of(data, size);
  if (const auto body = api::read_object(text)) {
    for (const auto& member : *body) (void)api::text_of(*body, member.key(), 100);
    boost::system::error_code error;
    (void)boost::json::parse(boost::json::serialize(*body), error);
    fuzz::must(!error, "what is written can be read");
  }
  const std::string written = phonenet::JsonObject().text("a", text).text_or_null(text, "b").take();
  boost::system::error_code error;
  const auto read = boost::json::parse(written, error);
  fuzz::must(!error && read.is_object(), "whatever it is, the network writes JSON of it");
  return 0;
}
