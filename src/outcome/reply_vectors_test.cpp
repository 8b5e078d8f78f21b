#include <doctest/doctest.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <fstream>
#include <iterator>

#include "outcome/reply.h"

using namespace courtesy;

TEST_CASE("of the replies kept as vectors none is read with harm, and nineteen in twenty exactly") {
  std::ifstream file(COURTESY_SOURCE_DIR "/tests/vectors/sms-replies.json");
  REQUIRE(file.good());
  const auto root =
      boost::json::parse(std::string{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()});
  std::size_t exact = 0;
  const auto& cases = root.at("cases").as_array();
  for (const auto& one : cases) {
    const std::string name(one.at("prompt").as_string());
    const ReplyContext prompt{.choices = name.starts_with("yn")    ? ReplyChoices::yes_no
                                         : name.starts_with("123") ? ReplyChoices::digits
                                                                   : ReplyChoices::letters,
                              .text = std::string(root.at("prompts").at(name).as_string()),
                              .opted_out = one.as_object().contains("state")};
    const auto got = to_string(read_reply(one.at("text").as_string(), prompt).intent);
    exact += one.at("intent").as_string() == got ? 1 : 0;
    CAPTURE(std::string(one.at("text").as_string()));
    for (const auto& harmful : one.at("never").as_array()) CHECK(harmful.as_string() != got);
  }
  CHECK(cases.size() > 200);
  CHECK(exact * 20 >= cases.size() * 19);
}
