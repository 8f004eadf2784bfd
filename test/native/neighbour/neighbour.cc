// An addon as most are: C++ with node-addon-api, and objects of its own that wrap something.
#include <napi.h>

namespace {

constexpr napi_type_tag kTag = {0x1d3c5b7a99f0e246ULL, 0x8a6b4c2d0e1f3a5bULL};

class Counter : public Napi::ObjectWrap<Counter> {
 public:
  static Napi::Function Define(Napi::Env env) {
    return DefineClass(env, "Counter",
                       {
                           InstanceMethod("increment", &Counter::Increment),
                           InstanceMethod("add", &Counter::Add),
                       });
  }

  explicit Counter(const Napi::CallbackInfo& info) : Napi::ObjectWrap<Counter>(info) {
    info.This().As<Napi::Object>().TypeTag(&kTag);
  }

 private:
  Napi::Value Increment(const Napi::CallbackInfo& info) { return Napi::Number::New(info.Env(), ++value_); }

  // Takes another Counter, and nothing else.
  Napi::Value Add(const Napi::CallbackInfo& info) {
    if (!info[0].IsObject() || !info[0].As<Napi::Object>().CheckTypeTag(&kTag)) {
      Napi::TypeError::New(info.Env(), "Expected a Counter").ThrowAsJavaScriptException();
      return info.Env().Undefined();
    }
    value_ += Unwrap(info[0].As<Napi::Object>())->value_;
    return Napi::Number::New(info.Env(), value_);
  }

  double value_ = 0;
};

// A value that only addons can make.
Napi::Value MakeExternal(const Napi::CallbackInfo& info) {
  static int something;
  return Napi::External<int>::New(info.Env(), &something);
}

// Tags an object and wraps nothing in it.
Napi::Value Tagged(const Napi::CallbackInfo& info) {
  info[0].As<Napi::Object>().TypeTag(&kTag);
  return info[0];
}

Napi::Object Init(Napi::Env env, Napi::Object exports) {
  exports.Set("Counter", Counter::Define(env));
  exports.Set("makeExternal", Napi::Function::New(env, MakeExternal));
  exports.Set("tagged", Napi::Function::New(env, Tagged));
  return exports;
}

}  // namespace

NODE_API_MODULE(neighbour, Init)
