#pragma once
#include <argon2.h>
#include <crack.h>
#include <crypt.h>
