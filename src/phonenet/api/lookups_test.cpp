#include "phonenet/api/lookups.h"

#include "phonenet/test_world.h"

using namespace courtesy;
using namespace courtesy::phonenet;
using namespace courtesy::phonenet::testing;

namespace {

http::Response look_up(World& world, const std::string& number, std::string_view token = "token") {
  http::Request request{.method = "GET", .url = "/v2/PhoneNumbers/" + number};
  request.headers = {{"Authorization", "Basic " + base64(sid + ":" + std::string(token))}};
  return world.send(std::move(request));
}

std::string faults(World& world, const std::string& number) {
  const auto answer = look_up(world, number);
  CHECK(answer.status == 200);
  CHECK(World::member(answer.body, "valid") == "false");
  const auto begin = answer.body.find('[');
  return answer.body.substr(begin, answer.body.find(']') - begin + 1);
}

}  // namespace

TEST_CASE("a number is looked up as it stands in the path, a plus being one") {
  World world;
  const auto found = look_up(world, "+442079460123").body;
  CHECK(World::member(found, "valid") == "true");
  CHECK(World::member(found, "phone_number") == "+442079460123");
  CHECK(World::member(found, "calling_country_code") == "44");
  CHECK(World::member(found, "country_code") == "GB");
  CHECK(World::member(found, "national_format") == "020 7946 0123");
  CHECK(World::member(found, "line_type_intelligence") == "null");
  CHECK(World::member(look_up(world, "02079460123?CountryCode=GB").body, "phone_number") == "+442079460123");
  CHECK(look_up(world, "+442079460123", "wrong").status == 401);
}

TEST_CASE("what is no number is told with why not, and is no error") {
  World world;
  CHECK(faults(world, "+1212555") == R"(["TOO_SHORT"])");
  CHECK(faults(world, "+121255501011234") == R"(["TOO_LONG"])");
  CHECK(faults(world, "+9991234567") == R"(["INVALID_COUNTRY_CODE"])");
  CHECK(faults(world, "hello") == R"(["NOT_A_NUMBER"])");
}

TEST_CASE("the kind of line is that of the person behind it") {
  World world(settings_with("[numbers]\n\"+12125550106\" = \"landline\"\n"));
  const auto kind = [&](const std::string& number) {
    return World::member(look_up(world, number + "?Fields=caller_name,line_type_intelligence").body, "type");
  };
  CHECK(kind("+12125550106") == "landline");
  CHECK(kind("+12125550101") == "mobile");
  CHECK(kind("+18005550100") == "tollFree");
}
