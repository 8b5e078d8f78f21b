#include "base/json_text.h"

#include <doctest/doctest.h>

#include <boost/json.hpp>
#include <limits>

using courtesy::json_text;

TEST_CASE("a number is written as people write it, and is the same number when it is read") {
  const auto written = [](double number) { return json_text(boost::json::value(number)); };
  CHECK(written(180) == "180");
  CHECK(written(10.5) == "10.5");
  CHECK(written(0) == "0");
  CHECK(written(-0.25) == "-0.25");
  CHECK(written(0.1) == "0.1");
  CHECK(written(std::numeric_limits<double>::infinity()) == "null");
  for (const double number : {1.0 / 3, 1e300, 5e-324, 123456789012345680.0, -1e-7}) {
    CAPTURE(number);
    CHECK(boost::json::parse(written(number)).to_number<double>() == number);
  }
}

TEST_CASE("all else is written as it is elsewhere") {
  const boost::json::value value = boost::json::parse(
      R"({"a":[1,2.5,"x\"\n",null,true,[],{}],"b":{"c":-3,"d":[{"e":60.0}]},"":18446744073709551615})");
  CHECK(json_text(value) ==
        R"({"a":[1,2.5,"x\"\n",null,true,[],{}],"b":{"c":-3,"d":[{"e":60}]},"":18446744073709551615})");
  CHECK(json_text(value.as_object()) == json_text(value));
  CHECK(json_text(boost::json::object{}) == "{}");
}
