// The one program.
#include <iostream>
#include <string_view>

#include "app/vectors.h"

int main(int count, char** arguments) {
  if (count == 3 && std::string_view(arguments[1]) == "vectors") {
    return courtesy::run_vectors(arguments[2], std::cout);
  }
  std::cerr << "courtesy vectors DIR    runs the vector files of a folder\n";
  return 2;
}
